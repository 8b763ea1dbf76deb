"""Home, the list, and the pages that every public site must have."""

from home.demo.words import both, bullets, heading, prose, stream

HOME_SLUG = "wexbourne"
HOME = {
    "title": both("Wexbourne Moot", "Moot Wexbourne"),
    "headline": both("There is a place for you in the circle", "Mae lle i chi yn y cylch"),
    "lead": both(
        "Every decision the council is asking about, in one open place. You need no account, most take a few minutes, and "
        "we always write back.",
        "Pob penderfyniad y mae’r cyngor yn gofyn amdano, mewn un lle agored. Nid oes angen cyfrif arnoch, ychydig "
        "funudau mae’r rhan fwyaf yn eu cymryd, ac rydym bob amser yn ateb.",
    ),
    "link_text": both("How this works", "Sut mae hyn yn gweithio"),
    "search_description": both(
        "What Wexbourne Borough Council is asking its residents now, what it is planning to ask, and what it answers.",
        "Beth mae Cyngor Bwrdeistref Wexbourne yn ei ofyn i’w drigolion nawr, beth mae’n bwriadu ei ofyn, a beth yw ei "
        "ateb.",
    ),
}
HOME_BODY = stream(
    HOME_SLUG,
    heading(both("What we promise", "Ein haddewid")),
    (
        "text",
        prose(
            both(
                "We ask before we decide, not after. Every question says what can still change and what cannot, who "
                "decides, and the day by which you hear back.",
                "Rydym yn gofyn cyn penderfynu, nid wedyn. Mae pob cwestiwn yn dweud beth all newid o hyd a beth na all, "
                "pwy sy’n penderfynu, ac erbyn pa ddiwrnod y cewch chi ateb.",
            ),
            both(
                "What you write is read by people. If we do not do what most of you asked for, we say so, and why.",
                "Pobl sy’n darllen yr hyn rydych chi’n ei ysgrifennu. Os nad ydym yn gwneud yr hyn y gofynnodd y rhan "
                "fwyaf ohonoch amdano, rydym yn dweud hynny, a pham.",
            ),
        ),
    ),
)

INDEX_SLUG = "have-your-say"
INDEX_WELSH_SLUG = "dweud-eich-dweud"
INDEX = {
    "title": both("Have your say", "Dweud eich dweud"),
    "lead": both(
        "What the council is asking, what it will ask, and what it asked before. You need no account to answer.",
        "Beth mae’r cyngor yn ei ofyn, beth fydd yn ei ofyn, a beth a ofynnodd o’r blaen. Nid oes angen cyfrif arnoch i "
        "ateb.",
    ),
}

HOW_SLUG = "how-this-works"
RULES_SLUG = "house-rules"
PRIVACY_SLUG = "privacy"
ACCESSIBILITY_SLUG = "accessibility"
CONTACT_SLUG = "contact"

STANDARD = {
    HOW_SLUG: {
        "title": "How this works",
        "lead": "From a question to an answer, in five steps. Each has a date, and the dates stand on every question.",
        "show_in_menus": True,
    },
    CONTACT_SLUG: {
        "title": "Contact",
        "lead": "You can take part without this website. Call, write or come: it counts the same.",
        "show_in_menus": True,
    },
    RULES_SLUG: {
        "title": "House rules",
        "lead": "They are short, and they hold for residents, councillors and staff alike.",
        "show_in_footer": True,
    },
    PRIVACY_SLUG: {
        "title": "Privacy: what we do with your answers",
        "lead": "What we keep, why, for how long, and how to have it taken away.",
        "show_in_footer": True,
    },
    ACCESSIBILITY_SLUG: {
        "title": "Accessibility statement",
        "lead": "We want as many people as possible to be able to use this website.",
        "show_in_footer": True,
    },
}

BODIES = {
    HOW_SLUG: stream(
        HOW_SLUG,
        heading("We say what we are asking"),
        (
            "text",
            prose(
                "Every question has a page that says why we ask, what can still change, what is settled, who decides and "
                "by which day we answer. A page without these cannot be published: the software refuses it."
            ),
        ),
        heading("You answer, in the way that suits you"),
        (
            "text",
            prose(
                "Write a comment, or reply to somebody else’s. Where an e-mail address is asked for, we send you a link "
                "and your words count once you have opened it. If you would rather talk, call us, and we type in what you "
                "say, word for word."
            ),
        ),
        heading("We read all of it"),
        (
            "text",
            prose(
                "Two people read every comment. Nothing is weighed by how often it was said alone: one good reason that "
                "nobody had thought of can change a plan."
            ),
        ),
        heading("Somebody decides, in public"),
        (
            "text",
            prose("Most often a committee of councillors. The day and the place stand on the page, and you can come."),
        ),
        heading("We answer you"),
        (
            "text",
            prose(
                "By the day we promised, on the same page: what we asked, what you said, what we did, and what we did not "
                "do and why. If we are late, the page says that too."
            ),
        ),
    ),
    CONTACT_SLUG: stream(
        CONTACT_SLUG,
        (
            "contact",
            {
                "title": "Call or write", "name": "Wexbourne Moot desk", "phone": "", "email": "",
                "text": "We type your answer in for you, send you anything on paper or in large print, and find an "
                "interpreter for a call. Monday to Friday, 9am to 5pm.",
            },
        ),
        (
            "address",
            {
                "name": "The Old Corn Hall",
                "address": "Market Street\nWexbourne\nWX1 2AB",
                "directions": prose(
                    "Buses 14 and 22 stop outside. The step-free way in is from Tanner Street; there is a hearing loop at "
                    "the desk, and a toilet with a hoist on the ground floor."
                ),
                "latitude": None, "longitude": None,
            },
        ),
        heading("If something on this website does not work for you"),
        ("text", prose("Tell us at the same number, and we find another way on the same day.")),
    ),
    RULES_SLUG: stream(
        RULES_SLUG,
        (
            "text",
            bullets(
                "Speak about the matter, not about the person.",
                "Keep private things private: no phone numbers, no addresses, no names of children or of people who are "
                "not in public office.",
                "Say it once. Others can agree with it.",
                "Stay with the question. There is a place for other things, and we will tell you where.",
                "No advertising, no threats, nothing that is against the law.",
            ),
        ),
        heading("What happens when a rule is broken"),
        (
            "text",
            prose(
                "A moderator, who is a person, takes the comment down. A line stays in its place that says so and gives "
                "the reason, and the replies stay too. We do not change anybody’s words.",
                "What is rude but within the rules stays. So does what is critical of the council: we ask because we want "
                "to hear it.",
            ),
        ),
        heading("If you think we were wrong"),
        (
            "text",
            prose(
                "Write to moderation@wexbourne.example with the reference of your comment. Somebody who did not take the "
                "first decision looks at it within five working days and tells you the result."
            ),
        ),
    ),
    PRIVACY_SLUG: stream(
        PRIVACY_SLUG,
        (
            "text",
            prose(
                "Wexbourne Borough Council is the controller of the personal data on this website. This notice says what "
                "we do with it. Each question has a shorter notice of its own where anything differs."
            ),
        ),
        heading("What we keep"),
        (
            "text",
            bullets(
                "<b>What you write</b>, the name you choose to show and the time. Everybody can read it once it is "
                "published.",
                "<b>Your e-mail address</b>, if you give it. It is never shown. We use it to confirm that the words are "
                "yours and to tell you what came of them.",
                "<b>Your password</b>, if you open an account, in a form from which nobody can read it.",
                "<b>A count of requests</b>, under a key that cannot be turned back into your address, for a day at most. "
                "It keeps robots out.",
            ),
        ),
        heading("Why we may"),
        (
            "text",
            prose(
                "Asking residents before deciding is one of our public tasks: article 6(1)(e) of the UK General Data "
                "Protection Regulation. If what you tell us is about your health, your faith or anything else that the law "
                "protects in particular, we rely on article 9(2)(g) and ask you to share no more of it than you want to be "
                "read."
            ),
        ),
        heading("How long"),
        (
            "text",
            bullets(
                "Comments: as long as the decision can be looked at again, six years in most cases.",
                "Addresses that were never confirmed: 72 hours for the link, then they are gone.",
                "Accounts: until you close yours.",
            ),
        ),
        heading("Who else sees it"),
        (
            "text",
            prose(
                "Nobody outside the council, save the company that runs our servers in the United Kingdom, which may not "
                "use it for anything else. This website loads nothing from other companies and sets no cookies for "
                "advertising or statistics. It sets one cookie when you sign in or send a form, and one that remembers a "
                "confirmed guest for a year."
            ),
        ),
        heading("What you can ask for"),
        (
            "text",
            prose(
                "A copy of what we hold about you, a correction, or that we forget you. If you close your account we take "
                "your name off what you wrote, and take the words away too if you say so.",
                "Write to the data protection officer at dpo@wexbourne.example, or call 01632 960 147. If you are not "
                "satisfied with our answer you can complain to the Information Commissioner’s Office.",
            ),
        ),
    ),
    ACCESSIBILITY_SLUG: stream(
        ACCESSIBILITY_SLUG,
        (
            "text",
            prose(
                "This statement applies to this website, which is run by Wexbourne Borough Council. You should be able to:"
            )
            + bullets(
                "zoom in to 400% without text running off the screen",
                "use all of it with a keyboard, or by speech",
                "listen to most of it with a screen reader, current versions of JAWS, NVDA and VoiceOver included",
                "use it without JavaScript, on an old phone, and print every page",
            )
            + prose("The text is written to be understood at a first reading. AbilityNet has advice on making your device "
                    "easier to use if you have a disability."),
        ),
        heading("How accessible this website is"),
        (
            "text",
            prose("We know of these shortcomings:")
            + bullets(
                "documents that were written before this year may not be read out in the right order",
                "not every page is translated into Welsh yet; where it is not, you see it in English",
            ),
        ),
        heading("Feedback and contact"),
        (
            "text",
            prose(
                "If you need something on this website in another form, such as accessible PDF, large print, easy read, "
                "audio or braille, write to access@wexbourne.example or call 01632 960 147. We answer within five working "
                "days, and on the same day if a question closes sooner."
            ),
        ),
        heading("Reporting a problem"),
        (
            "text",
            prose(
                "If you find a problem that is not listed here, or think that we do not meet the requirements, tell us at "
                "the same address."
            ),
        ),
        heading("Enforcement procedure"),
        (
            "text",
            prose(
                "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies "
                "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. If you are not happy with how "
                "we respond to your complaint, contact the Equality Advisory and Support Service (EASS)."
            ),
        ),
        heading("Technical information about this website’s accessibility"),
        (
            "text",
            prose(
                "Wexbourne Borough Council is committed to making its website accessible, in accordance with these "
                "regulations.",
                "<b>Compliance status.</b> This website is partially compliant with the Web Content Accessibility "
                "Guidelines version 2.2 AA standard, due to the non-compliance listed below.",
            ),
        ),
        heading("Non-accessible content", 3),
        (
            "text",
            prose(
                "Some older PDF documents have no structure and no description of their pictures. This fails WCAG 2.2 "
                "success criteria 1.1.1 (non-text content) and 1.3.1 (info and relationships). We replace each with a web "
                "page when the question it belongs to is next opened."
            ),
        ),
        heading("Preparation of this statement"),
        (
            "text",
            prose(
                "This statement was prepared when the website was opened. Every page type is checked by machine at each "
                "change of the software, at the width of a phone and of a desktop, and was gone through by keyboard and "
                "screen reader by two people of the Moot desk. It is reviewed once a year."
            ),
        ),
    ),
}  # fmt: skip
