"""The open consultation: three layouts for Mill Lane, in English and Welsh."""

from home.demo.words import Day, Moment, both, heading, prose, stream

SLUG = "mill-lane"
WELSH_SLUG = "lon-y-felin"

FIELDS = {
    "title": both("Mill Lane: a quieter, safer street", "Lôn y Felin: stryd dawelach a mwy diogel"),
    "question": both(
        "Should we stop through traffic between Tanner Street and St Cedd’s school, and plant the space it frees? "
        "There are three layouts. None has been chosen.",
        "A ddylem ni atal traffig trwodd rhwng Tanner Street ac ysgol St Cedd, a phlannu’r lle sy’n cael ei ryddhau? "
        "Mae tri chynllun. Nid oes yr un wedi’i ddewis.",
    ),
    "why": both(
        "About 4,100 vehicles use Mill Lane on a weekday. Nearly seven in ten only pass through, most of them between "
        "8am and 9am, when 340 children walk to St Cedd’s. In three years there have been nine injuries.",
        "Mae tua 4,100 o gerbydau’n defnyddio Lôn y Felin ar ddiwrnod gwaith. Dim ond mynd trwodd y mae bron i saith o "
        "bob deg, y rhan fwyaf rhwng 8am a 9am, pan fydd 340 o blant yn cerdded i ysgol St Cedd. Mewn tair blynedd bu "
        "naw anaf.",
    ),
    "place": both("Ferrygate", "Ferrygate"),
    "plate": "street",
    "opens_at": Moment(-21, "09:00"),
    "closes_at": Moment(20),
    "answer_by": Day(60),
    "decided_by": both("Streets committee", "Y pwyllgor strydoedd"),
    "decision_on": Day(52),
    "decision_details": both("Public meeting, 6:30pm, Old Corn Hall", "Cyfarfod cyhoeddus, 6:30pm, yr Hen Neuadd Ŷd"),
    "contact_name": both("Streets team", "Y tîm strydoedd"),
    "contact_phone": "01632 960 147",
    "contact_email": "streets@wexbourne.example",
    "contact_address": "",
    "contact_other": both(
        "Or come to Ferrygate Library on a Saturday, 10am to 1pm. We type your answer in for you.",
        "Neu dewch i Lyfrgell Ferrygate ar ddydd Sadwrn, 10am i 1pm. Fe deipiwn ni eich ateb i chi.",
    ),
    "privacy_notice": prose(
        both(
            "Everybody can read what you write and the name you choose to show. Your e-mail address is never shown; "
            "we use it to confirm that the words are yours and to tell you what came of them.",
            "Gall pawb ddarllen yr hyn rydych chi’n ei ysgrifennu a’r enw rydych chi’n dewis ei ddangos. Ni chaiff "
            "eich cyfeiriad e-bost byth ei ddangos; rydym yn ei ddefnyddio i gadarnhau mai eich geiriau chi ydyn nhw "
            "ac i ddweud wrthych beth ddaeth ohonyn nhw.",
        ),
        both(
            "Two people of the Streets team read every comment. We keep them for six years, because the decision can "
            "be looked at again that long.",
            "Mae dau berson o’r tîm strydoedd yn darllen pob sylw. Rydym yn eu cadw am chwe blynedd, oherwydd gellir "
            "edrych ar y penderfyniad eto am gymaint â hynny.",
        ),
    ),
}

OPEN_POINTS = [
    both("Which of the three layouts, or a mix of them", "Pa un o’r tri chynllun, neu gymysgedd ohonyn nhw"),
    both("Where crossings, benches and cycle stands go", "Ble mae croesfannau, meinciau a mannau cloi beiciau’n mynd"),
    both("Delivery times for the shops", "Amserau danfon ar gyfer y siopau"),
    both("What is planted, and who looks after it", "Beth sy’n cael ei blannu, a phwy sy’n gofalu amdano"),
]
SETTLED_POINTS = [
    both(
        "The money, £420,000 from the Safer Streets fund, can only be spent on this street",
        "Dim ond ar y stryd hon y gellir gwario’r arian, £420,000 o’r gronfa Strydoedd Mwy Diogel",
    ),
    both(
        "Every home and shop stays within reach by car, by one way or another",
        "Bydd modd cyrraedd pob cartref a siop mewn car, un ffordd neu’r llall",
    ),
    both("Bus 14 keeps its stops", "Mae bws 14 yn cadw ei arosfannau"),
]

BODY = stream(
    SLUG,
    heading(both("The three layouts", "Y tri chynllun")),
    (
        "text",
        prose(
            both(
                "<b>Layout A: one way for cars.</b> Cars go from Tanner Street towards the river only. The second lane "
                "becomes a wide pavement with trees. About a third of the traffic goes elsewhere.",
                "<b>Cynllun A: unffordd i geir.</b> Dim ond o Tanner Street tua’r afon y mae ceir yn mynd. Daw’r ail "
                "lôn yn balmant llydan gyda choed. Mae tua thraean o’r traffig yn mynd i rywle arall.",
            ),
            both(
                "<b>Layout B: no way through in the middle.</b> Planters and two posts stand between the bakery and "
                "the school. Both halves stay open from their own end. Lorries go round by Ferry Road and the ring "
                "road.",
                "<b>Cynllun B: dim ffordd drwodd yn y canol.</b> Mae blychau plannu a dau bostyn yn sefyll rhwng y "
                "becws a’r ysgol. Mae’r ddau hanner yn aros ar agor o’u pen eu hunain. Mae lorïau’n mynd o gwmpas ar "
                "hyd Ferry Road a’r gylchffordd.",
            ),
            both(
                "<b>Layout C: a school street.</b> Closed to cars on school days from 8am to 9am and from 2:45pm to "
                "3:45pm. At all other times nothing changes.",
                "<b>Cynllun C: stryd ysgol.</b> Ar gau i geir ar ddiwrnodau ysgol rhwng 8am a 9am a rhwng 2:45pm a "
                "3:45pm. Ar bob adeg arall nid oes dim yn newid.",
            ),
        ),
    ),
    (
        "table",
        {
            "table": {
                "caption": both(
                    "Vehicles on a weekday now, and what we expect", "Cerbydau ar ddiwrnod gwaith nawr, a’n disgwyliad"
                ),
                "columns": [
                    {"type": "text", "heading": both("Street", "Stryd")},
                    {"type": "number", "heading": both("Now", "Nawr")},
                    {"type": "number", "heading": both("Layout A", "Cynllun A")},
                    {"type": "number", "heading": both("Layout B", "Cynllun B")},
                    {"type": "number", "heading": both("Layout C", "Cynllun C")},
                ],
                "rows": [
                    {"values": [both("Mill Lane", "Lôn y Felin"), "4100", "2700", "1200", "3500"]},
                    {"values": [both("Ferry Road", "Ferry Road"), "6800", "7300", "7700", "7000"]},
                    {"values": [both("Tanner Street", "Tanner Street"), "3900", "4300", "4400", "4050"]},
                ],
            },
            "row_headings": True,
            "source": both(
                "Traffic count over five weekdays in October; forecast by the Streets team",
                "Cyfrif traffig dros bum diwrnod gwaith ym mis Hydref; rhagolwg y tîm strydoedd",
            ),
        },
    ),
    (
        "quote",
        {
            "text": both(
                "If the lorries go round by Ferry Road, I can let my two walk to school on their own.",
                "Os bydd y lorïau’n mynd o gwmpas ar hyd Ferry Road, gallaf adael i’m dau blentyn gerdded i’r ysgol ar "
                "eu pen eu hunain.",
            ),
            "name": "Nadia",
            "role": both("lives in Ferrygate", "yn byw yn Ferrygate"),
        },
    ),
    (
        "details",
        {
            "summary": both("Where the money comes from", "O ble y daw’r arian"),
            "text": prose(
                both(
                    "The Safer Streets fund is national money. It has to be spent within two years of the decision, or "
                    "given back. It pays for building, not for upkeep: the borough pays for that, about £9,000 a year "
                    "for any of the layouts.",
                    "Arian cenedlaethol yw’r gronfa Strydoedd Mwy Diogel. Rhaid ei wario o fewn dwy flynedd i’r "
                    "penderfyniad, neu ei roi yn ôl. Mae’n talu am adeiladu, nid am gynnal a chadw: y fwrdeistref sy’n "
                    "talu am hynny, tua £9,000 y flwyddyn ar gyfer unrhyw un o’r cynlluniau.",
                )
            ),
        },
    ),
)

TALK = {
    "title": "Talk about Mill Lane",
    "prompt": "What do you see in Mill Lane that a traffic count cannot tell us?",
    "team": "Streets team",
}
TALK_HEADING = both("What people say", "Beth mae pobl yn ei ddweud")
TALK_INTRO = both(
    "Everything is read by two people of the Streets team, who answer here.",
    "Mae dau berson o’r tîm strydoedd yn darllen popeth, ac yn ateb yma.",
)
PAPERS = ["mill-lane-layouts", "mill-lane-traffic"]
PAPER_TITLES = {
    "mill-lane-layouts": both("The three layouts in words", "Y tri chynllun mewn geiriau"),
    "mill-lane-traffic": both("Traffic counts, hour by hour", "Cyfrif traffig, awr wrth awr"),
}
