"""“For you”: the messages that mention somebody, answer them or were sent to them directly, in one list.

A projection of the log (chat.projections): one document for each person and message.
"""
