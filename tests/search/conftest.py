from tests.home.conftest import home, make_page, welsh_home

__all__ = ["home", "make_page", "welsh_home"]
