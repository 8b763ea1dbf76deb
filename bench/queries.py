"""How many queries each path takes once caches are warm: `python -m bench.queries PATH...` prints one number a line."""

import sys

import django


def count(path: str) -> int:
    """The queries of the second request, for someone who is not signed in."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    Client().get(path)
    with CaptureQueriesContext(connection) as queries:
        Client().get(path)
    return len(queries)


def main() -> None:
    """Print the counts in the order asked for."""
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SITES_KEPT_FOR = 0  # so that its query counts, however long the first request took
    for path in sys.argv[1:]:
        print(count(path))


if __name__ == "__main__":
    main()
