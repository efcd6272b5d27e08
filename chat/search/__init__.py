"""Search over all messages that somebody may see at the moment of asking.

A projection of the log (chat.projections): one document for each message, with the words that it is found by.
"""
