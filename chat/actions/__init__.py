"""What people do. Only these write and publish; socket, pages, admin and commands all call them.

Each is an async function: it checks the right, then the input, stores, and notifies. It raises
chat.protocol.errors.Refused. A synchronous caller goes through asgiref's async_to_sync, and works in the
server's own event loop where there is one.
"""
