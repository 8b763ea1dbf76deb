"""The borough of Wexbourne, which is invented: its pages, people and talk, as plain data, and what loads them."""
