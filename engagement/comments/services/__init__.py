"""Everything that writes comments. `Contribution.state` and the activity are the truth; the package's flags follow.

Nothing else writes `is_public`, `is_removed`, `content_type` and `object_pk`. The package's columns for name, e-mail,
address, user and network address stay empty (docs/adr/0005-comments-on-the-package-model-only.md).
"""

from engagement.comments.services.agreeing import (
    AgreementRefused,
    agree,
    follow_erased,
    follow_joined,
    take_agreement_back,
)
from engagement.comments.services.answering import answer_officially, pin, unpin
from engagement.comments.services.editing import edit_comment, follow_erased_author, forget_versions
from engagement.comments.services.following import follow_contribution
from engagement.comments.services.linking import send_link, send_link_again
from engagement.comments.services.posting import ReplyRefused, post_comment
from engagement.comments.services.settling import settle, unsettle
from engagement.comments.services.withdrawing import withdraw_comment

__all__ = [
    "AgreementRefused",
    "ReplyRefused",
    "agree",
    "answer_officially",
    "edit_comment",
    "follow_contribution",
    "follow_erased",
    "follow_erased_author",
    "follow_joined",
    "forget_versions",
    "pin",
    "post_comment",
    "send_link",
    "send_link_again",
    "settle",
    "take_agreement_back",
    "unpin",
    "unsettle",
    "withdraw_comment",
]
