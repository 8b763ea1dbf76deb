from django.http import HttpResponse


def words_of(response: HttpResponse) -> str:
    """The page as text, with plain spaces where the theme binds short words to the next."""
    return response.content.decode().replace("\u00a0", " ")
