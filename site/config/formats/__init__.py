"""Where Django's formats of a language are not what people here read: docs/translations.md."""
