// Every page with a sidebar starts here.

import { byId } from "./dom.js";
import { pageKeys } from "./keys/keys.js";
import { Connection, socketUrl } from "./net/connection.js";
import { Outbox } from "./outbox/outbox.js";
import { Store } from "./outbox/store.js";
import { followLook } from "./places/look.js";
import { Sidebar } from "./places/sidebar.js";
import { Status } from "./places/status.js";
import { Switcher } from "./places/switcher.js";
import { Views } from "./places/views.js";
import { Watching } from "./places/watching.js";
import { openRoom } from "./room.js";

const { me, rooms, room, events, signIn } = JSON.parse(byId("start").textContent);
const shell = document.querySelector(".shell");
const connection = new Connection(socketUrl());
const outbox = new Outbox(new Store(me.id), connection);
const sidebar = new Sidebar({ list: byId("places"), rooms, current: room?.id });
const switcher = new Switcher({ rooms, sidebar, directory: byId("jump").getAttribute("href") });
const views = new Views(shell);
const status = new Status({
  element: byId("status"),
  mine: byId("me-status"),
  shell,
  connection,
  outbox,
  signIn,
});
const open = room && openRoom({ room, me, events, connection, outbox, sidebar, status });

views.onDetails = () => open?.pane.refresh();
new Watching({ connection, rooms: rooms.filter(({ id }) => id !== room?.id), me, sidebar });
followLook(byId("look"));
byId("jump").addEventListener("click", (event) => (event.preventDefault(), switcher.open()));
pageKeys({
  switcher,
  sidebar,
  views,
  steps: [() => open?.composer?.stop(), () => views.showDetails(false), () => open?.scroller.toNow()],
});
connection.start();
