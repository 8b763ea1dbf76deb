from uuid import UUID, uuid5

NAMESPACE = UUID("6f0d1c3e-9b0a-5d7e-8a51-3f6a2c7b9e14")


def id_of(*path: str) -> str:
    """The id of a part by the names that lead to it, such as `question`, `colour` and `red`: the same each time that
    a form is read, so that the answers to a survey stay with their questions when its spreadsheet is read anew.
    """
    return str(uuid5(NAMESPACE, "/".join(path)))
