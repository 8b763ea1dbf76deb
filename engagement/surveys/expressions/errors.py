class ExpressionError(ValueError):
    """An expression that cannot be used, with the reason as a sentence for editors.

    Attributes:
        sentence: what is wrong and what to do, in the editor's language.
        position: where, in characters from the beginning, from 0; None for the whole.
    """

    def __init__(self, sentence: str, position: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.position = position
