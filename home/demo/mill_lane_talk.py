"""What people say about Mill Lane: sixty comments that everybody can read, and the few that not everybody can."""

from home.demo.people import OFFICER
from home.demo.words import Said

TALK = [
    Said(
        "welcome", OFFICER, 20, "09:10",
        "Good morning. I drew these layouts with two colleagues and I walk Mill Lane on most days. What do you see there "
        "that a traffic count cannot tell us?",
    ),
    Said(
        "nadia-lorries", "nadia", 20, "19:40",
        "If the lorries go round by Ferry Road, I can let my two walk to school on their own. Layout B does that. "
        "Layout A only moves them to the next corner.",
    ),
    Said(
        "sunniva-agrees", "sunniva", 20, "20:15",
        "Same here. We live eight minutes from the school and I drive mine there because of the lorries. I know how "
        "silly that is: I am the traffic.",
        to="nadia-lorries",
    ),
    Said(
        "nadia-bus", "nadia", 20, "20:31",
        "You are not silly. There are six of us in our year who do the same. If one stops, we all could. Shall we try a "
        "walking bus after half term, whatever the council decides?",
        to="sunniva-agrees",
    ),
    Said("sunniva-in", "sunniva", 20, "20:44", "Yes. Count me in for Tuesdays and Thursdays.", to="nadia-bus"),
    Said(
        "gwyn-bakery", "gwyn", 19, "05:50",
        "I am for it, but please do not forget that the bakery needs its deliveries before seven. A gate that opens from "
        "five to seven would be enough. Flour does not come on a bicycle.",
    ),
    Said(
        "priya-bakery", OFFICER, 18, "10:20",
        "Nobody has to carry flour. Under layout B the bakery is reached from Tanner Street at any hour. Under layout C "
        "the school street starts at 8am, so a delivery before seven is not touched. Only under layout A would your lorry "
        "have to leave by the river end. I will come by and look at the turning with you.",
        to="gwyn-bakery",
    ),
    Said(
        "gwyn-thanks", "gwyn", 18, "14:05",
        "Come at six and there will be a roll in it. The turning is tight when the bins are out, that is what the drawing "
        "does not show.",
        to="priya-bakery",
    ),
    Said(
        "abdul-ferry", "abdul", 19, "18:22",
        "I live on Ferry Road and nobody has asked us. Where do 2,900 cars go? If it is past my door then this is not "
        "quieter, it is only quieter for somebody else. I would like to see the count for our street next to the count for "
        "theirs.",
    ),
    Said(
        "tomos-sheet", "tomos", 19, "21:03",
        "You are right that the numbers for Ferry Road should be next to ours. I went through the traffic counts last "
        "night and they are in there, but nobody would find them. What I read is about one car a minute more in the "
        "morning.",
        to="abdul-ferry",
    ),
    Said(
        "abdul-minute", "abdul", 19, "21:40",
        "Thank you for looking. One car a minute is what you say when you do not have to cross it with a pram.",
        to="tomos-sheet",
    ),
    Said(
        "priya-ferry", OFFICER, 17, "11:30",
        "Fair question, and the numbers were badly hidden. They now stand in the table on the page. For Ferry Road we "
        "expect 7,700 vehicles a day under layout B, 900 more than now: most of today’s through traffic does not use either "
        "street then, it takes the ring road. If you live on Ferry Road, tell us where you cross. A second crossing there "
        "can be part of this scheme.",
        to="abdul-ferry",
    ),
    Said(
        "abdul-crossing", "abdul", 17, "17:55",
        "By the launderette. Everybody crosses by the launderette. Thank you for answering.",
        to="priya-ferry",
    ),
    Said(
        "sheila-launderette", "sheila", 16, "10:12",
        "Seconded, by the launderette. I have lived over it for 31 years and I have seen three people knocked down.",
        to="priya-ferry",
    ),
    Said(
        "margaret-bench", "margaret", 18, "15:30",
        "I am 81 and I walk to the surgery by way of Mill Lane. There is nowhere to sit between the bus and the surgery, "
        "so I sit on the wall of number 12. They are very kind about it. Wider pavements are all very well. I should like a "
        "bench with arms, because without arms I cannot get up again.",
    ),
    Said(
        "tomos-seats", "tomos", 18, "18:10",
        "Could the planters have seats on the sunny side? My mam needs to sit twice between the bus and the surgery.",
        to="margaret-bench",
    ),
    Said(
        "priya-bench", OFFICER, 16, "09:40",
        "Benches are in the budget and not yet on the drawings, so this is the moment. With arms and a back, and one at "
        "the bus stop and one half way to the surgery: noted for all three layouts.",
        to="margaret-bench",
    ),
    Said(
        "margaret-thanks", "margaret", 15, "16:05",
        "Thank you, dear. Facing the school, if you would. One likes to see the children come out.",
        to="priya-bench",
    ),
    Said(
        "bron-ambulance", "bron", 17, "22:48",
        "I am a district nurse and I have waited behind an ambulance that could not get past a parked van in this street. "
        "Will ambulances and fire engines still get through when there are planters in the middle?",
    ),
    Said(
        "priya-ambulance", OFFICER, 16, "10:05",
        "Yes. All three layouts keep a 3.7 metre way for emergency vehicles, and the two posts in layout B drop at the "
        "push of a key that every crew carries. The fire service has been through the drawings with us. Parking on that "
        "way stops in any case, because the parked van is the real trouble today.",
        to="bron-ambulance", is_pinned=True,
    ),
    Said(
        "colin-bus", "colin", 16, "13:15",
        "I drive the 14. One way is the worst for us: the inbound bus would go round by Ferry Road and lose four minutes, "
        "and then we are late for the train. Layout B is fine if the posts are on the school side of the stop and not "
        "before it. Ask us before you paint anything.",
    ),
    Said(
        "win-fourteen", "win", 16, "17:02",
        "The 14 is my lifeline. Please listen to Colin, he waits for me when he sees me coming.",
        to="colin-bus",
    ),
    Said(
        "hattie-cycle", "hattie", 15, "08:20",
        "I cycle this every day with a toddler on the back. Layout A gives me a lane against the traffic, which I do not "
        "trust. In B there are simply fewer cars, and that is all I need. No paint required.",
    ),
    Said(
        "kamil-rider", "kamil", 15, "23:10",
        "I ride for the pizza place. B and C are good. Please put the cycle stands by the shops and not at the end of the "
        "street where no one is looking, I have lost two bikes already.",
        to="hattie-cycle",
    ),
    Said(
        "ravi-trade", "ravi", 15, "12:40",
        "A third of my morning is people who stop the car for a paper and a coffee. Two minutes, not parking really. Close "
        "the street at eight and they buy it at the garage. I am not against the children. I am asking what is in it for "
        "the shops.",
    ),
    Said(
        "alma-flowers", "alma", 15, "18:35",
        "I thought the same before they closed Market Street on Saturdays. My Saturdays are better now. People who walk "
        "look at windows. But I do need ten minutes to load a van for weddings, so a bay at the Tanner Street end, please.",
        to="ravi-trade",
    ),
    Said(
        "ravi-bay", "ravi", 14, "07:30",
        "A bay I could live with. Two bays. Fifteen minutes, and somebody who checks.",
        to="alma-flowers",
    ),
    Said(
        "whitcombe-money", "whitcombe", 15, "09:05",
        "Four hundred and twenty thousand pounds for flower pots. Mend the potholes.",
    ),
    Said(
        "alan-fund", "alan", 15, "11:48",
        "I was a highways engineer for 34 years, so forgive me: that money cannot be spent on potholes, it says so in the "
        "papers. If we do not use it here, it goes back. The upkeep is the figure to ask about, and it is £9,000 a year.",
        to="whitcombe-money",
    ),
    Said(
        "whitcombe-upkeep", "whitcombe", 15, "13:20",
        "Then I ask about it. Who waters the pots in July?",
        to="alan-fund",
    ),
    Said(
        "tunde-water", "tunde", 14, "18:00",
        "We do, if you like. The allotment society waters the beds at the station already. We want a tap and the choice of "
        "what grows, and no laurel.",
        to="whitcombe-upkeep",
    ),
    Said(
        "ngozi-patrol", "ngozi", 14, "16:10",
        "I am the crossing patrol at St Cedd’s. Eleven years. What the count does not show is that the cars which turn "
        "round in the mouth of Weir Court are the dangerous ones, not the ones that go straight through. It is parents, and "
        "they are in a hurry. Layout C would stop that. Layout B would make it worse unless there is a turning circle.",
    ),
    Said(
        "laura-school", "laura", 14, "17:25",
        "I am the head teacher and I can only agree with Ngozi. We have asked families to stop at the Corn Hall and walk "
        "the last five minutes. Some do. A closed street at the gate would do more than all my letters.",
        to="ngozi-patrol",
    ),
    Said(
        "caitlin-both", "caitlin", 13, "20:50",
        "Is it not possible to have B, and C on top of it for the school end? Then there is no turning at the gate and no "
        "lorries either.",
        to="ngozi-patrol",
    ),
    Said(
        "alan-mix", "alan", 13, "21:30",
        "It is possible. Two more signs and a camera, or two more neighbours with a hi-vis vest. I would call it layout D.",
        to="caitlin-both",
    ),
    Said(
        "jess-bus", "jess", 13, "16:45",
        "I go to Upper Wen school so I am at the bus stop at 7:50 every morning. It is dark half the year and the pavement "
        "is one metre wide, we measured it in geography. Cars go past you so close you feel it. No one asks us because we "
        "do not drive.",
    ),
    Said(
        "george-measured", "george", 13, "19:15",
        "Well said, Jess. The rule is two metres. Tell your geography teacher that I, an old surveyor, checked it and you "
        "are right to the inch.",
        to="jess-bus",
    ),
    Said(
        "peter-kerb", "peter", 12, "11:10",
        "I use a wheelchair. Please no cobbles, no gravel and no kerbs of three centimetres that look so nice on the "
        "drawings. Flush crossings at Tanner Street and at the school. Then I do not mind which letter you choose.",
    ),
    Said(
        "yusuf-kerb", "yusuf", 12, "12:30",
        "And I am blind and need to feel where the pavement ends. Peter and I have had this talk in the café: a dropped "
        "kerb with bumps works for both of us. A street that is all one level does not work for me.",
        to="peter-kerb",
    ),
    Said("peter-agree", "peter", 12, "12:52", "What Yusuf says. It took us two coffees.", to="yusuf-kerb"),
    Said(
        "imran-taxi", "imran", 12, "02:15",
        "Taxi driver. At night the lane is empty, nobody passes through. Why not close it only in the day? My customers "
        "from the Wheatsheaf do not want to walk to Ferry Road at one in the morning.",
    ),
    Said(
        "dot-night", "dot", 12, "11:55",
        "And their landlady does not want them singing down Ferry Road either. Pick-ups at the Tanner Street end would do. "
        "I will tell them to be quiet. They will not be quiet.",
        to="imran-taxi",
    ),
    Said(
        "eleri-cymraeg", "eleri", 11, "19:05",
        "Rwy’n cerdded y plant i’r ysgol bob bore ac yn cefnogi cynllun B. Ond cofiwch am y goleuadau: ar ôl pedwar o’r "
        "gloch yn y gaeaf mae’r rhan wrth y felin yn dywyll iawn. A gawn ni’r arwyddion yn Gymraeg hefyd, os gwelwch yn "
        "dda?",
        language="cy",
    ),
    Said(
        "hywel-ateb", "hywel", 11, "20:20",
        "Cytuno’n llwyr, yn enwedig am y goleuadau. Mae’r lamp wrth y bont wedi torri ers mis Medi.",
        to="eleri-cymraeg", language="cy",
    ),
    Said(
        "joe-memory", "joe", 11, "14:30",
        "When I was a boy there were two cars in this street and one of them was the doctor’s. We played cricket against "
        "the mill wall. I am not asking for that back. But I have a great-grandson who has never crossed it on his own, and "
        "he is ten.",
    ),
    Said(
        "fred-parking", "fred", 10, "09:15",
        "I count 38 cars parked on the lane on a weekday and 19 of them belong to people who work at the hospital. Nobody "
        "says where they go. They will be in Weir Court, and Weir Court is full.",
    ),
    Said(
        "anjali-hospital", "anjali", 10, "22:05",
        "I am one of the 19. I start at seven and there is no bus at six. Give me a bus at six and I will leave the car at "
        "home, gladly.",
        to="fred-parking",
    ),
    Said(
        "colin-six", "colin", 9, "15:20",
        "There was a 5:52 until three years ago. Twelve people on it. I would drive it again.",
        to="anjali-hospital",
    ),
    Said(
        "beth-twins", "beth", 9, "13:45",
        "A double buggy does not fit between the lamp posts and the wall by the mill. I go on the road with it. Whatever "
        "you do, please move the lamp posts.",
    ),
    Said(
        "oksana-trees", "oksana", 8, "10:30",
        "In my home city such streets have linden trees, and in July you smell them from your bed. Two questions: which "
        "trees, and will the roots break the pipes? Our cellar was wet last winter.",
    ),
    Said(
        "tunde-trees", "tunde", 8, "18:40",
        "Field maple and hornbeam in tree pits, if they ask me. Lindens drip on parked cars, but then there would be "
        "fewer of those.",
        to="oksana-trees",
    ),
    Said(
        "lewis-against", "lewis", 7, "12:15",
        "I am against all three. I need the van for work and every closed road costs me ten minutes, twice a day, and "
        "nobody pays me for that. I am saying so because it looks here as if everyone is in favour. We are at work when "
        "you write these.",
    ),
    Said(
        "frances-lewis", "frances", 7, "18:55",
        "That is worth hearing, Lewis, and I voted for B in my head. Would it help if trades had a key for the posts, as "
        "the ambulances do?",
        to="lewis-against",
    ),
    Said("lewis-key", "lewis", 6, "19:30", "It would, yes. Fair enough.", to="frances-lewis"),
    Said(
        "omar-air", "omar", 6, "08:50",
        "My son has asthma and his inhaler use drops every August, when school is out and the lane is quiet. That is not a "
        "count, but I have written it down for two years and I can bring the book.",
    ),
    Said(
        "celia-flood", "celia", 5, "11:25",
        "The drain at the bottom of the lane backs up in every heavy rain. If you lift the surface, please lift it there "
        "first. New paving with the old drain under it is money in the river.",
    ),
    Said(
        "piotr-trial", "piotr", 4, "17:10",
        "Why not try it with straw bales for two weeks before anybody buys a planter? If it does not work, you feed the "
        "bales to the horses at Upper Wen.",
    ),
    Said(
        "marcus-trial", "marcus", 4, "20:35",
        "They did that in Coldharbour for a month and people moved the bales at night. But yes, a trial. And count again "
        "during it, Ferry Road as well.",
        to="piotr-trial",
    ),
    Said(
        "dan-late", "dan", 2, "21:15",
        "Read all of this on the bus. I came to say B, and now I think B with the school hours of C, two bays, benches, "
        "and move the lamp posts. Is somebody writing this down?",
    ),
    Said(
        "removed-child", "celia", 13, "22:05",
        "It is always the same boy, the youngest Pritchard from number 40, who runs out between the cars. His parents "
        "should be told.",
        state="removed", because="personal",
    ),
    Said(
        "joe-removed-reply", "joe", 12, "08:05",
        "Please leave children’s names out of this. All of us ran.",
        to="removed-child",
    ),
    Said(
        "withdrawn-frances", "frances", 9, "19:45",
        "I hear that the committee has made up its mind already.",
        state="withdrawn",
    ),
    Said(
        "hidden-lewis", "lewis", 7, "12:31",
        "And the cyclists can pay road tax like the rest of us, the lot of them are a menace.",
        state="hidden", because="off_topic",
    ),
    Said(
        "held-george", "george", 1, "18:20",
        "Has anyone thought of the horse trough by the mill? It is listed, and it stands exactly where layout B puts a "
        "planter. It could hold the flowers.",
        state="pending",
    ),
    Said(
        "held-spam", "marcus", 1, "19:02",
        "Driveways cleaned and sealed, best prices in the borough, ask for Marcus.",
        state="pending",
    ),
    Said(
        "held-anjali", "anjali", 1, "21:40",
        "I asked at work: fourteen of us would use a six o’clock bus. I have the list if the bus company wants it.",
        to="colin-six", state="pending",
    ),
]  # fmt: skip
