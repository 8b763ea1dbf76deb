"""Where things are on this machine."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
VAR = ROOT / "var"
"""Everything the running site writes when nothing else is configured: database, media, mail."""
