"""The frame `keep` over a socket."""

from chat.kept import actions
from chat.protocol.client_frames import Keep
from chat.realtime.room import LiveRoom
from chat.websocket.own_frames import OwnFrames


async def keep(own: OwnFrames, room: LiveRoom, frame: Keep) -> None:
    await actions.change(room, own.socket.actor, frame.seq, frame.on)
    own.done(room, frame)
