"""Conditions in words, for those who read a survey on paper or type it in: “Only if “Do you drive?” is “Yes”.”"""

from django.utils.translation import gettext as _

from engagement.surveys.definition import Definition, Question
from engagement.surveys.expressions import ExpressionError, parse, text_of
from engagement.surveys.expressions.nodes import Call, Literal, Node, Operation, Reference
from engagement.surveys.kinds import kind_of


def condition_words(condition: str, definition: Definition) -> str:
    """A condition as people say it; as it was written where it is too involved for that, and "" where there is none."""
    if not condition:
        return ""
    try:
        return _said(parse(condition), definition) or condition
    except ExpressionError:
        return condition


def _said(node: Node, definition: Definition) -> str:
    """In words; "" of what has none."""
    match node:
        case Operation(operator="and" | "or", left=left, right=right):
            one, other = _said(left, definition), _said(right, definition)
            words = _("%(one)s and %(other)s") if node.operator == "and" else _("%(one)s or %(other)s")
            return words % {"one": one, "other": other} if one and other else ""
        case Operation(operator=operator, left=Reference(code=code), right=Literal(value=value)):
            return _compared(operator, code, text_of(value), definition)
        case Call(name="selected", arguments=(Reference(code=code), Literal(value=value))):
            return _compared("=", code, text_of(value), definition)
        case Call(name="not", arguments=(inner,)):
            said = _said(inner, definition)
            return _("it is not so that %(condition)s") % {"condition": said} if said else ""
        case _:
            return ""


def _compared(operator: str, code: str, value: str, definition: Definition) -> str:
    question = definition.by_code.get(code)
    if not isinstance(question, Question):
        return ""
    if not value:
        sentences = {"=": _("“%(question)s” has no answer"), "!=": _("“%(question)s” has an answer")}
    else:
        sentences = {
            "=": _("“%(question)s” is “%(value)s”"),
            "!=": _("“%(question)s” is not “%(value)s”"),
            "<": _("“%(question)s” is less than %(value)s"),
            "<=": _("“%(question)s” is at most %(value)s"),
            ">": _("“%(question)s” is more than %(value)s"),
            ">=": _("“%(question)s” is at least %(value)s"),
        }
    labels = {option.code: option.label for option in kind_of(question).options(question)}
    sentence = sentences.get(operator, "")
    return sentence and sentence % {"question": question.label.rstrip(" ?"), "value": labels.get(value, value)}
