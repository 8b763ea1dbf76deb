"""The evidence pack: one zip that shows how a consultation was run, from the records alone.

`archive` writes the file, `publications`, `documents`, `contributions` and `outcome` each their part of it, `report`
sums them up by the four principles of fair consultation, `making` does all of it in the background, `screens` offers
it.
"""
