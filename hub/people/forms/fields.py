# What every field of these forms looks like.
INPUT = {"class": "input"}
