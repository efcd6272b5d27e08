// The frames of the socket, as docs/protocol.md and docs/asyncapi.yaml have them.

declare namespace Protocol {
  interface User {
    id: string;
    username: string;
    name: string;
  }

  // Events of a room's log. Kinds that are not listed here are skipped, but for their `seq`.

  interface EventBase {
    room: string;
    seq: number;
    id: string;
    author: User;
    at: string; // ISO 8601, UTC
  }

  interface Text {
    text: string;
    html: string; // safe to put into the page
    mentions?: string[]; // ids of users, and "*" for everyone
    mentioned_as?: string[]; // how the text names each of them
  }

  // `count`: those that stand; the rest is of the newest ever posted. `people`: ids, newest first, at most 3.
  interface Replies {
    count: number;
    seq: number;
    at: string;
    people: string[];
  }

  interface File {
    id: string;
    name: string;
    type: string; // by its content
    size: number; // bytes
    width: number | null; // of an image that is shown
    height: number | null;
    thumb: string | null; // the address of a small picture
    alt?: string; // what an image shows, in words
  }

  interface Message extends EventBase, Text {
    kind: "message";
    files?: File[];
    reply_to: number | null;
    thread?: number; // the seq of the thread's first message
    also?: true; // the room shows it beside the thread
    replies?: Replies; // of the first message of a thread
    rev: number;
    edited?: true;
    deleted?: true;
    reactions?: Record<string, string[]>; // emoji: user names
    pinned?: true;
  }

  interface Edit extends EventBase, Text {
    kind: "edit";
    target: number;
  }

  interface Deletion extends EventBase {
    kind: "delete";
    target: number;
    message_author?: string; // the id of a user
    message_mentions?: string[]; // ids of users, and "*", as when it was posted
    thread?: number; // this and the next: as the message has them
    also?: true;
  }

  interface Restoration extends EventBase, Text {
    kind: "restore";
    files?: File[];
    target: number;
    message_author?: string;
    message_mentions?: string[];
    thread?: number;
    also?: true;
  }

  interface Reaction extends EventBase {
    kind: "reaction";
    target: number;
    emoji: string;
    on: boolean;
  }

  interface Pin extends EventBase {
    kind: "pin";
    target: number;
    on: boolean;
  }

  type Who = "everyone" | "moderators";

  interface Policy {
    post: Who;
    slow: number; // seconds between two messages of one person; 0: no slow mode
    invite: Who;
    pin: Who;
    mention: Who;
  }

  // With those of its fields that changed.
  interface RoomChange extends EventBase {
    kind: "room";
    title?: string;
    topic?: string;
    room_kind?: "public" | "private";
    archived?: boolean;
    policy?: Policy;
  }

  type Role = "owner" | "moderator" | "member";

  interface MemberChange extends EventBase {
    kind: "member";
    user: User;
    on: boolean;
    role: Role;
    before?: Role; // of somebody who was a member already
  }

  type Change = Edit | Deletion | Restoration | Reaction | Pin;
  type LineEvent = RoomChange | MemberChange; // what happens to the room itself
  type RoomEvent = Message | Change | LineEvent;

  // Frames that a client sends. Those that make an event go through the outbox, which adds the `id`.

  interface Post {
    type: "post";
    room: string;
    text: string;
    reply_to?: number;
    thread?: number;
    also?: true; // with `thread`: the room shows it as well
    files?: string[]; // ids of uploads
  }

  interface EditMessage {
    type: "edit";
    room: string;
    seq: number;
    text: string;
  }

  interface DeleteMessage {
    type: "delete";
    room: string;
    seq: number;
  }

  interface React {
    type: "react";
    room: string;
    seq: number;
    emoji: string;
    on: boolean;
  }

  interface PinMessage {
    type: "pin";
    room: string;
    seq: number;
    on: boolean;
  }

  type Submission = Post | EditMessage | DeleteMessage | React | PinMessage;

  interface Join {
    type: "join";
    id: string;
    room: string;
    since?: number;
    epoch?: string;
    info?: true; // the room itself, its members and drafts too
    shown?: true; // without `since`: the newest messages, as they are now
  }

  interface HistoryRequest {
    type: "history";
    id: string;
    room: string;
    before?: number;
    limit?: number;
    shown?: true; // only messages, as they are now
    thread?: number; // only the replies of this thread, as they are now
  }

  interface Watch {
    type: "watch";
    id?: string;
    have?: Record<string, [head: number, read: number, version: string]>; // by room
  }

  type ClientFrame =
    | (Submission & { id: string })
    | Join
    | HistoryRequest
    | { type: "leave"; id: string; room: string }
    | { type: "pins"; id: string; room: string }
    | { type: "typing"; room: string; thread?: number }
    | { type: "read"; room: string; seq: number; back?: true; thread?: number }
    | { type: "draft"; room: string; thread?: number | null; text: string }
    | { type: "level"; id?: string; room: string; level: Level }
    | { type: "favourite"; id?: string; room: string; on: boolean }
    | { type: "follow"; id?: string; room: string; seq: number; on: boolean }
    | { type: "keep"; id?: string; room: string; seq: number; on: boolean }
    | Watch
    | { type: "counts"; room: string; id: string }
    | { type: "here"; state: "here" | "away" }
    | { type: "ping"; id?: string };

  // Frames that the server sends.

  interface Welcome {
    type: "welcome";
    protocol: 1;
    user: User;
    instance: string;
    limits: {
      text: number; // code points
      frame: number; // bytes
      page: number; // events
      rooms: number;
      rate: { frames: number; posts: number }; // a second
    };
  }

  interface Thread {
    seq: number;
    read: number;
    unread: number;
    also?: number[]; // of these replies, the seqs of those that the room shows as well
    also_for_me?: number[]; // of these, what the room counts as for me
  }

  interface Counts {
    head: number;
    read: number;
    unread: number; // 100: as many or more
    for_me: number;
    threads: Thread[];
  }

  interface RoomFields {
    kind: "public" | "private" | "direct";
    slug?: string; // not of a direct conversation, nor the next two
    title?: string;
    topic?: string;
    people?: User[]; // of a direct conversation: all but oneself
    role: Role | null;
    archived: boolean;
    policy: { post: Who; slow: number; pin: Who };
    level: Level;
    favourite: boolean;
    version: string;
    at: string | null;
  }

  type RoomObject = { room: string } & RoomFields & Counts;
  type NoRoom = { room: string; role: null };

  interface Rooms {
    type: "rooms";
    id?: string;
    rooms: (RoomObject | NoRoom)[];
    more?: true;
  }

  interface ActivityEntry {
    seq: number;
    author: string; // the id of a user
    by?: number;
    for?: string[];
    thread?: number;
    also?: true;
  }

  interface Activity {
    type: "activity";
    room: string;
    after: number;
    head: number;
    at?: string;
    new?: ActivityEntry[];
    gone?: ActivityEntry[];
    back?: ActivityEntry[];
    more?: true;
  }

  type RoomFrame = { type: "room"; room: string } & (
    Partial<RoomFields & Counts> | { role: null; reason: "left" | "kicked" | "banned" | "gone" }
  );

  // Ids of users: at first all who are not gone, then what changed.
  interface People {
    type: "people";
    here: string[];
    away: string[];
    gone: string[];
  }

  interface Notification {
    type: "notification";
    room: string;
    seq: number;
    title: string;
    text: string;
    url: string; // without scheme and host
    tag: string; // names the message
  }

  type CountsFrame = { type: "counts"; room: string; id?: string } & Counts;

  interface Member extends User {
    role: Role;
  }

  interface Joined {
    type: "joined";
    id?: string;
    room: string;
    epoch: string;
    head: number;
    read: number;
    unread?: number; // this and the next two: on a socket that watches
    for_me?: number;
    threads?: Thread[];
    events: RoomEvent[];
    more?: true;
    reset?: true;
    info?: RoomObject;
    members?: Member[];
    drafts?: { thread: number | null; text: string; at: string }[];
    pins?: number[];
  }

  type EventFrame = RoomEvent & { type: "event" };

  interface Ack {
    type: "ack";
    id?: string;
    room: string;
    seq?: number; // without it, what is one's own is stored
    rev?: number;
  }

  type ErrorCode =
    | "bad_frame"
    | "unknown_type"
    | "too_long"
    | "empty"
    | "not_found"
    | "forbidden"
    | "conflict"
    | "rate_limited"
    | "unavailable";

  interface ErrorFrame {
    type: "error";
    code: ErrorCode;
    detail: string;
    id?: string;
    room?: string;
    retry_after?: number; // seconds
  }

  interface History {
    type: "history";
    id?: string;
    room: string;
    before: number;
    events: RoomEvent[];
    more: boolean;
    thread?: number; // this and the next two: of a thread
    root?: Message;
    following?: boolean;
  }

  interface Pins {
    type: "pins";
    id?: string;
    room: string;
    head: number; // `pin` and `delete` events above it are to be applied
    events: Message[];
  }

  interface Typing {
    type: "typing";
    room: string;
    user: User;
    thread?: number;
  }

  interface Presence {
    type: "presence";
    room: string;
    online?: User[];
    away?: string[];
    count: number;
  }

  interface Read {
    type: "read";
    room: string;
    seq: number;
  }

  type Level = "all" | "mentions" | "nothing";

  interface Draft {
    type: "draft";
    room: string;
    thread: number | null;
    text: string;
    at: string;
  }

  interface Kept {
    type: "kept";
    room: string;
    seq: number;
    on: boolean;
  }

  interface ForYou {
    type: "for_you";
    unread: number; // 100 or more: 100
  }

  type LeftReason = "left" | "kicked" | "banned" | "gone";

  interface Left {
    type: "left";
    id?: string;
    room: string;
    reason: LeftReason;
  }

  interface Pong {
    type: "pong";
    id?: string;
    heads: Record<string, number>;
  }

  interface Reconnect {
    type: "reconnect";
    after: number; // seconds
  }

  interface Profile extends User {
    picture?: { small: string; large: string }; // addresses
    status?: { emoji?: string; text?: string; until?: string };
    quiet?: { from: string; until: string }; // the quiet time of now, or the next one
  }

  interface Profiles {
    type: "profiles";
    profiles: Profile[];
  }

  interface News {
    type: "news";
    text: string;
    html: string;
  }

  interface ServerFrames {
    welcome: Welcome;
    joined: Joined;
    event: EventFrame;
    ack: Ack;
    error: ErrorFrame;
    history: History;
    pins: Pins;
    typing: Typing;
    presence: Presence;
    read: Read;
    draft: Draft;
    kept: Kept;
    left: Left;
    pong: Pong;
    reconnect: Reconnect;
    news: News;
    profiles: Profiles;
    rooms: Rooms;
    activity: Activity;
    counts: CountsFrame;
    room: RoomFrame;
    people: People;
    notification: Notification;
    for_you: ForYou;
  }
}
