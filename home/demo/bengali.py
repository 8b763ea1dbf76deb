"""The pages that the demo has in every language, in Bengali, by their English."""

WORDS = {
    "Wexbourne Moot": "ওয়েক্সবোর্ন মুট",
    "There is a place for you in the circle": "এই বৃত্তে আপনার জন্য জায়গা আছে",
    (
        "Every decision the council is asking about, in one open place. You need no account, "
        "most take a few minutes, and we always write back."
    ): (
        "কাউন্সিল যেসব সিদ্ধান্ত নিয়ে মত চায়, সব এক খোলা জায়গায়। অ্যাকাউন্ট লাগে না, বেশির ভাগে কয়েক মিনিট লাগে, আর আমরা সব সময় উত্তর দিই।"
    ),
    "How this works": "এটি কীভাবে চলে",
    ("What Wexbourne Borough Council is asking its residents now, what it is planning to ask, and what it answers."): (
        "ওয়েক্সবোর্ন বরো কাউন্সিল এখন বাসিন্দাদের কী জিজ্ঞাসা করছে, কী জিজ্ঞাসা করবে, আর কী উত্তর দেয়।"
    ),
    "What we promise": "আমাদের প্রতিশ্রুতি",
    (
        "We ask before we decide, not after. Every question says what can still change and what "
        "cannot, who decides, and the day by which you hear back."
    ): (
        "আমরা সিদ্ধান্তের আগে জিজ্ঞাসা করি, পরে নয়। প্রতিটি প্রশ্নে লেখা থাকে এখনও কী বদলাতে "
        "পারে আর কী পারে না, কে সিদ্ধান্ত নেয়, আর কবে উত্তর পাবেন।"
    ),
    ("What you write is read by people. If we do not do what most of you asked for, we say so, and why."): (
        "আপনি যা লেখেন তা মানুষ পড়েন। আপনাদের বেশির ভাগ যা চেয়েছেন তা না করলে আমরা সে কথা বলি, আর কেন তাও বলি।"
    ),
    "Have your say": "আপনার মতামত দিন",
    (
        "What the council is asking, what it will ask, and what it asked before. You need no account to answer."
    ): "কাউন্সিল কী জিজ্ঞাসা করছে, কী করবে, আর আগে কী করেছে। উত্তর দিতে অ্যাকাউন্ট লাগে না।",
    "Mill Lane: a quieter, safer street": "মিল লেন: আরও শান্ত, আরও নিরাপদ রাস্তা",
    (
        "Should we stop through traffic between Tanner Street and St Cedd’s school, and plant "
        "the space it frees? There are three layouts. None has been chosen."
    ): (
        "ট্যানার স্ট্রিট ও সেন্ট চেড স্কুলের মাঝখান দিয়ে গাড়ি চলাচল বন্ধ করে খালি জায়গায় কি "
        "গাছ লাগানো হবে? তিনটি নকশা আছে। এখনও কোনোটি বেছে নেওয়া হয়নি।"
    ),
    (
        "About 4,100 vehicles use Mill Lane on a weekday. Nearly seven in ten only pass through, "
        "most of them between 8am and 9am, when 340 children walk to St Cedd’s. In three years "
        "there have been nine injuries."
    ): (
        "কাজের দিনে মিল লেন দিয়ে প্রায় 4,100টি গাড়ি চলে। প্রতি দশটির প্রায় সাতটি শুধু পার "
        "হয়ে যায়, বেশির ভাগ সকাল 8টা থেকে 9টার মধ্যে, যখন 340টি শিশু হেঁটে সেন্ট চেড স্কুলে "
        "যায়। তিন বছরে নয়জন আহত হয়েছেন।"
    ),
    "Ferrygate": "ফেরিগেট",
    "Streets committee": "রাস্তা কমিটি",
    "Public meeting, 6:30pm, Old Corn Hall": "প্রকাশ্য সভা, সন্ধ্যা 6:30, ওল্ড কর্ন হল",
    "Streets team": "রাস্তা দল",
    "Or come to Ferrygate Library on a Saturday, 10am to 1pm. We type your answer in for you.": (
        "অথবা শনিবার সকাল 10টা থেকে দুপুর 1টার মধ্যে ফেরিগেট লাইব্রেরিতে আসুন। আমরা আপনার উত্তর লিখে নেব।"
    ),
    (
        "Everybody can read what you write and the name you choose to show. Your e-mail address "
        "is never shown; we use it to confirm that the words are yours and to tell you what came "
        "of them."
    ): (
        "আপনি যা লেখেন আর যে নাম দেখাতে চান, তা সবাই পড়তে পারেন। আপনার ইমেইল ঠিকানা কখনও দেখানো "
        "হয় না; কথাগুলি যে আপনার তা নিশ্চিত করতে আর তাতে কী হলো তা জানাতে আমরা এটি ব্যবহার করি।"
    ),
    (
        "Two people of the Streets team read every comment. We keep them for six years, because "
        "the decision can be looked at again that long."
    ): ("রাস্তা দলের দুজন প্রতিটি মন্তব্য পড়েন। আমরা মন্তব্য ছয় বছর রাখি, কারণ ততদিন সিদ্ধান্তটি আবার দেখা হতে পারে।"),
    "Which of the three layouts, or a mix of them": "তিনটি নকশার কোনটি, অথবা সেগুলির মিশ্রণ",
    "Where crossings, benches and cycle stands go": "পারাপার, বেঞ্চ ও সাইকেল রাখার জায়গা কোথায় হবে",
    "Delivery times for the shops": "দোকানে মাল পৌঁছানোর সময়",
    "What is planted, and who looks after it": "কী লাগানো হবে, আর কে তার যত্ন নেবে",
    "The money, £420,000 from the Safer Streets fund, can only be spent on this street": "নিরাপদ রাস্তা তহবিলের £420,000 শুধু এই রাস্তাতেই খরচ করা যাবে",
    "Every home and shop stays within reach by car, by one way or another": "প্রতিটি বাড়ি ও দোকানে কোনো না কোনো পথে গাড়িতে যাওয়া যাবে",
    "Bus 14 keeps its stops": "14 নম্বর বাসের স্টপ থাকছে",
    "The three layouts": "তিনটি নকশা",
    (
        "<b>Layout A: one way for cars.</b> Cars go from Tanner Street towards the river only. "
        "The second lane becomes a wide pavement with trees. About a third of the traffic goes "
        "elsewhere."
    ): (
        "<b>নকশা ক: গাড়ির জন্য একমুখী।</b> গাড়ি শুধু ট্যানার স্ট্রিট থেকে নদীর দিকে যাবে। অন্য "
        "লেনটি গাছসহ চওড়া ফুটপাত হবে। প্রায় এক-তৃতীয়াংশ গাড়ি অন্য পথে যাবে।"
    ),
    (
        "<b>Layout B: no way through in the middle.</b> Planters and two posts stand between the "
        "bakery and the school. Both halves stay open from their own end. Lorries go round by "
        "Ferry Road and the ring road."
    ): (
        "<b>নকশা খ: মাঝখান দিয়ে যাওয়া বন্ধ।</b> বেকারি ও স্কুলের মাঝে গাছের টব ও দুটি খুঁটি "
        "থাকবে। দুই দিকই নিজের প্রান্ত থেকে খোলা থাকবে। লরি ফেরি রোড ও রিং রোড দিয়ে ঘুরে যাবে।"
    ),
    (
        "<b>Layout C: a school street.</b> Closed to cars on school days from 8am to 9am and "
        "from 2:45pm to 3:45pm. At all other times nothing changes."
    ): (
        "<b>নকশা গ: স্কুলের রাস্তা।</b> স্কুলের দিনে সকাল 8টা থেকে 9টা এবং দুপুর 2:45 থেকে 3:45 "
        "পর্যন্ত গাড়ির জন্য বন্ধ। অন্য সময়ে কিছুই বদলাবে না।"
    ),
    "Vehicles on a weekday now, and what we expect": "কাজের দিনে এখন কত গাড়ি, আর আমরা কত আশা করি",
    "Street": "রাস্তা",
    "Now": "এখন",
    "Layout A": "নকশা ক",
    "Layout B": "নকশা খ",
    "Layout C": "নকশা গ",
    "Mill Lane": "মিল লেন",
    "Ferry Road": "ফেরি রোড",
    "Tanner Street": "ট্যানার স্ট্রিট",
    "Traffic count over five weekdays in October; forecast by the Streets team": "অক্টোবরে পাঁচটি কাজের দিনের গাড়ি গণনা; পূর্বাভাস রাস্তা দলের",
    "If the lorries go round by Ferry Road, I can let my two walk to school on their own.": "লরিগুলি ফেরি রোড দিয়ে ঘুরে গেলে আমার দুই সন্তানকে একাই হেঁটে স্কুলে যেতে দিতে পারি।",
    "lives in Ferrygate": "ফেরিগেটে থাকেন",
    "Where the money comes from": "টাকা কোথা থেকে আসে",
    (
        "The Safer Streets fund is national money. It has to be spent within two years of the "
        "decision, or given back. It pays for building, not for upkeep: the borough pays for "
        "that, about £9,000 a year for any of the layouts."
    ): (
        "নিরাপদ রাস্তা তহবিল জাতীয় অর্থ। সিদ্ধান্তের দুই বছরের মধ্যে তা খরচ করতে হবে, না হলে "
        "ফেরত দিতে হবে। এতে নির্মাণের খরচ মেটে, রক্ষণাবেক্ষণের নয়: সেই খরচ বরো দেয়, যেকোনো "
        "নকশায় বছরে প্রায় £9,000।"
    ),
    "What people say": "মানুষ কী বলছেন",
    "Everything is read by two people of the Streets team, who answer here.": "রাস্তা দলের দুজন সব পড়েন, আর এখানে উত্তর দেন।",
    "The three layouts in words": "তিনটি নকশা, কথায়",
    "Traffic counts, hour by hour": "গাড়ি গণনা, ঘণ্টায় ঘণ্টায়",
}
