// What the server writes into a page for its scripts: chat/views/shell.py and chat/views/room.py.

declare namespace PageData {
  /** A room of the sidebar. */
  type OwnRoom = { room: string; drafts: (number | null)[] } & Pick<
    Protocol.RoomFields,
    "kind" | "slug" | "title" | "topic" | "people" | "role" | "level" | "favourite" | "at"
  > &
    Omit<Protocol.Counts, "threads">;

  /** The newest page of a thread, as it is now, or an older one. */
  interface ThreadPage {
    root: Protocol.Message | null; // its first message
    events: Protocol.RoomEvent[];
    more: boolean; // there are older ones
    following: boolean;
  }

  type KeptDraft = { thread: number | null; text: string; at: string };

  /** The room that the page shows. */
  interface Room {
    id: string;
    slug: string; // of a direct conversation its id
    label: string; // what it is called in a sentence: #general, or the people of a conversation
    url: string;
    epoch: string;
    head: number;
    read: number;
    unread: number;
    forMe: number;
    firstUnread: number | null;
    at: number | null; // the message that the address names
    thread?: { root: number; at: number | null; page?: ThreadPage | null } | null; // the one that it names
    role: "" | "owner" | "moderator" | "member";
    title: string;
    topic: string;
    people: Protocol.User[]; // of a direct conversation: all but oneself
    policy: Pick<Protocol.Policy, "post" | "slow" | "pin">;
    pins: number[]; // pinned messages, the last pinned one first
    archived: boolean;
    kind: "public" | "private" | "direct";
    drafts: KeptDraft[]; // in the room itself and in its threads, as the server has them
    moderates: boolean;
    badges: Record<string, string>; // user id: what the badge says
    staff: boolean;
    left?: true; // set by the page: this user is in the room no longer
  }

  // `part`, `largest`: bytes of a part and of a file. `files`: how many one message can have.
  interface UploadLimits {
    address: string;
    part: number;
    largest: number;
    files: number;
  }

  interface Start {
    site: string;
    me: Protocol.User;
    rooms: OwnRoom[];
    signIn: string;
    uploads: UploadLimits;
    // On the page of a room:
    room?: Room;
    events?: Protocol.RoomEvent[];
    names?: Record<string, string>; // of mentioned people, by id
    people?: Protocol.User[]; // authors, and who replied in threads
    profiles?: Protocol.Profile[]; // of members and authors who have more to show than names
    isStaff?: boolean;
    staff?: string[]; // ids of the workspace's staff
  }
}
