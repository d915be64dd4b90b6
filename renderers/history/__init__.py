"""What has been released, told to outsiders: each release, each variable, each codelist, and a feed.

Only what was released: no proposal, no note, no name of a person, and nothing that was counted.
"""
