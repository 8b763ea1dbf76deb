"""The pages that the demo has in every language, in Arabic, by their English."""

WORDS = {
    "Wexbourne Moot": "ملتقى وكسبورن",
    "There is a place for you in the circle": "لك مكان في الحلقة",
    (
        "Every decision the council is asking about, in one open place. You need no account, "
        "most take a few minutes, and we always write back."
    ): (
        "كل قرار يسأل المجلس عنه، في مكان واحد مفتوح. لا تحتاج إلى حساب، ومعظم الأسئلة يستغرق "
        "بضع دقائق، ونحن نرد دائمًا."
    ),
    "How this works": "كيف يعمل هذا",
    (
        "What Wexbourne Borough Council is asking its residents now, what it is planning to ask, and what it answers."
    ): "ماذا يسأل مجلس بلدية وكسبورن السكان الآن، وماذا ينوي أن يسأل، وبماذا يجيب.",
    "What we promise": "وعدنا لكم",
    (
        "We ask before we decide, not after. Every question says what can still change and what "
        "cannot, who decides, and the day by which you hear back."
    ): (
        "نسأل قبل أن نقرر، لا بعده. يقول كل سؤال ما الذي يمكن أن يتغير بعد وما لا يمكن، ومن يقرر، وفي أي يوم نرد عليك."
    ),
    (
        "What you write is read by people. If we do not do what most of you asked for, we say so, and why."
    ): "يقرأ موظفون ما تكتبه. وإن لم نفعل ما طلبه معظمكم، قلنا ذلك وقلنا لماذا.",
    "Have your say": "شارك برأيك",
    (
        "What the council is asking, what it will ask, and what it asked before. You need no account to answer."
    ): "ما يسأل عنه المجلس الآن، وما سيسأل عنه، وما سأل عنه من قبل. لا تحتاج إلى حساب لتجيب.",
    "Mill Lane: a quieter, safer street": "ميل لين: شارع أهدأ وأكثر أمانًا",
    (
        "Should we stop through traffic between Tanner Street and St Cedd’s school, and plant "
        "the space it frees? There are three layouts. None has been chosen."
    ): (
        "هل نوقف مرور السيارات العابرة بين شارع تانر ومدرسة سانت سيد، ونزرع المساحة التي تتوفر؟ "
        "هناك ثلاثة مخططات، ولم يُختر أي منها بعد."
    ),
    (
        "About 4,100 vehicles use Mill Lane on a weekday. Nearly seven in ten only pass through, "
        "most of them between 8am and 9am, when 340 children walk to St Cedd’s. In three years "
        "there have been nine injuries."
    ): (
        "تمر في ميل لين نحو 4,100 مركبة في يوم العمل، وقرابة سبع من كل عشر منها عابرة فقط، "
        "ومعظمها بين الثامنة والتاسعة صباحًا حين يمشي 340 طفلًا إلى مدرسة سانت سيد. وقد أُصيب "
        "تسعة أشخاص خلال ثلاث سنوات."
    ),
    "Ferrygate": "فيريغيت",
    "Streets committee": "لجنة الشوارع",
    "Public meeting, 6:30pm, Old Corn Hall": "جلسة علنية، 6:30 مساءً، مبنى سوق الحبوب القديم",
    "Streets team": "فريق الشوارع",
    "Or come to Ferrygate Library on a Saturday, 10am to 1pm. We type your answer in for you.": (
        "أو زُرنا في مكتبة فيريغيت يوم السبت من العاشرة صباحًا إلى الواحدة ظهرًا. نكتب إجابتك نيابة عنك."
    ),
    (
        "Everybody can read what you write and the name you choose to show. Your e-mail address "
        "is never shown; we use it to confirm that the words are yours and to tell you what came "
        "of them."
    ): (
        "يستطيع الجميع قراءة ما تكتبه والاسم الذي تختار إظهاره. لا يُعرض عنوان بريدك الإلكتروني "
        "أبدًا؛ نستخدمه لنتأكد من أن الكلمات لك ولنخبرك بما نتج عنها."
    ),
    (
        "Two people of the Streets team read every comment. We keep them for six years, because "
        "the decision can be looked at again that long."
    ): ("يقرأ شخصان من فريق الشوارع كل تعليق. نحتفظ بالتعليقات ست سنوات، لأن القرار قد يُراجَع خلال هذه المدة."),
    "Which of the three layouts, or a mix of them": "أي المخططات الثلاثة، أو مزيج منها",
    "Where crossings, benches and cycle stands go": "أين توضع المعابر والمقاعد ومواقف الدراجات",
    "Delivery times for the shops": "مواعيد التوصيل إلى المتاجر",
    "What is planted, and who looks after it": "ماذا نزرع، ومن يعتني به",
    "The money, £420,000 from the Safer Streets fund, can only be spent on this street": "لا يُنفق المال، وهو 420,000 جنيه إسترليني من صندوق الشوارع الآمنة، إلا على هذا الشارع",
    "Every home and shop stays within reach by car, by one way or another": "يبقى الوصول بالسيارة ممكنًا إلى كل منزل ومتجر، من طريق أو آخر",
    "Bus 14 keeps its stops": "تحتفظ الحافلة 14 بمواقفها",
    "The three layouts": "المخططات الثلاثة",
    (
        "<b>Layout A: one way for cars.</b> Cars go from Tanner Street towards the river only. "
        "The second lane becomes a wide pavement with trees. About a third of the traffic goes "
        "elsewhere."
    ): (
        "<b>المخطط «أ»: اتجاه واحد للسيارات.</b> تسير السيارات من شارع تانر نحو النهر فقط. ويصبح "
        "المسار الثاني رصيفًا واسعًا فيه أشجار. ينتقل نحو ثلث المرور إلى مكان آخر."
    ),
    (
        "<b>Layout B: no way through in the middle.</b> Planters and two posts stand between the "
        "bakery and the school. Both halves stay open from their own end. Lorries go round by "
        "Ferry Road and the ring road."
    ): (
        "<b>المخطط «ب»: لا عبور من الوسط.</b> تقوم أحواض نبات وعمودان بين المخبز والمدرسة. ويبقى "
        "كل نصف مفتوحًا من جهته. تدور الشاحنات عبر طريق فيري والطريق الدائري."
    ),
    (
        "<b>Layout C: a school street.</b> Closed to cars on school days from 8am to 9am and "
        "from 2:45pm to 3:45pm. At all other times nothing changes."
    ): (
        "<b>المخطط «ج»: شارع مدرسي.</b> مغلق أمام السيارات في أيام الدراسة من 8 إلى 9 صباحًا ومن "
        "2:45 إلى 3:45 مساءً. ولا يتغير شيء في الأوقات الأخرى."
    ),
    "Vehicles on a weekday now, and what we expect": "المركبات في يوم العمل الآن، وما نتوقعه",
    "Street": "الشارع",
    "Now": "الآن",
    "Layout A": "المخطط «أ»",
    "Layout B": "المخطط «ب»",
    "Layout C": "المخطط «ج»",
    "Mill Lane": "ميل لين",
    "Ferry Road": "طريق فيري",
    "Tanner Street": "شارع تانر",
    "Traffic count over five weekdays in October; forecast by the Streets team": "إحصاء المرور في خمسة أيام عمل في أكتوبر؛ والتوقعات من فريق الشوارع",
    "If the lorries go round by Ferry Road, I can let my two walk to school on their own.": "إذا سلكت الشاحنات طريق فيري، فسأدع طفليّ يمشيان إلى المدرسة وحدهما.",
    "lives in Ferrygate": "تسكن في فيريغيت",
    "Where the money comes from": "من أين يأتي المال",
    (
        "The Safer Streets fund is national money. It has to be spent within two years of the "
        "decision, or given back. It pays for building, not for upkeep: the borough pays for "
        "that, about £9,000 a year for any of the layouts."
    ): (
        "صندوق الشوارع الآمنة مال وطني. يجب إنفاقه خلال عامين من القرار، أو إعادته. وهو يدفع "
        "تكاليف البناء لا الصيانة: تدفعها البلدية، وهي نحو 9,000 جنيه إسترليني في السنة لأي من "
        "المخططات."
    ),
    "What people say": "ماذا يقول الناس",
    "Everything is read by two people of the Streets team, who answer here.": "يقرأ كل شيء شخصان من فريق الشوارع، وهما يجيبان هنا.",
    "The three layouts in words": "المخططات الثلاثة بالكلمات",
    "Traffic counts, hour by hour": "إحصاء المرور ساعة بساعة",
}
