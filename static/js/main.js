// Every page with a sidebar starts here.

import "./browser/time_zone.js";
import { confirmSignOut } from "./account/sign_out.js";
import { placesWithDrafts } from "./composer/drafts.js";
import { Connection, socketUrl } from "./connection/connection.js";
import { byId, find, findAll, required } from "./dom.js";
import { enableUploadCards } from "./files/upload_cards.js";
import { UploadStorage } from "./files/upload_storage.js";
import { Uploads } from "./files/uploads.js";
import { followForYou } from "./for_you/for_you.js";
import { KeptMessages } from "./kept/kept_messages.js";
import { enablePageShortcuts } from "./keyboard/page_shortcuts.js";
import { notePeople } from "./members/known_people.js";
import { noteNames } from "./message/mention_names.js";
import { deferNavigation } from "./navigation/offline_navigation.js";
import { Panes } from "./navigation/panes.js";
import { RoomSwitching } from "./navigation/room_switching.js";
import { shareFocus } from "./notifications/attention.js";
import { PageNotifications } from "./notifications/page_notifications.js";
import { renewSubscription } from "./notifications/push_subscription.js";
import { enableLoading, loadAgain, loadParts, withField } from "./on_demand/loader.js";
import { Outbox } from "./outbox/outbox.js";
import { OutboxStorage } from "./outbox/outbox_storage.js";
import { PersonCards } from "./people/person_cards.js";
import { noteProfiles, noteWhole } from "./people/profiles.js";
import { OpenRoom } from "./room/room.js";
import { Sidebar } from "./sidebar/sidebar.js";
import { Status } from "./status/status.js";
import { enablePictureLinks } from "./viewer/picture_links.js";
import { OwnState } from "./watch/own_state.js";
import { PeopleStates } from "./watch/people_states.js";
import { WatchedRooms } from "./watch/watched_rooms.js";

/** @import { Parts } from "./on_demand/loader.js" */
/** @import { RoomSwitcher } from "./sidebar/room_switcher.js" */

/** @type {PageData.Start} */
const data = JSON.parse(required(document, "#page-data", HTMLElement).textContent ?? "");
const { me, rooms, signIn: signInUrl } = data;
noteNames([me, ...Object.entries(data.names ?? {}).map(([id, name]) => ({ id, name }))]);
noteProfiles(data.profiles ?? []);
notePeople(data.people ?? []);
noteWhole(findAll(document, "[data-user-id]", HTMLElement).map(({ dataset }) => dataset.userId ?? ""));
noteWhole((data.events ?? []).map(({ author }) => author.id));
const app = required(document, ".app", HTMLElement);
/** @type {RoomSwitching | null} */
let switching = null; // on the page of a room
const openRoom = () => switching?.open ?? null; // the room on show

// Before the connection starts: its status line moves what is shown.
addEventListener("pagehide", () => openRoom()?.navigation.leave());

const connection = new Connection(socketUrl());
const uploads = new Uploads(new UploadStorage(me.id), data.uploads);
const outbox = new Outbox(new OutboxStorage(me.id), connection, uploads);
const { room, events = [] } = data;
const watched = new WatchedRooms({ connection, rooms, me });
const sidebar = new Sidebar({
  roomList: required(document, "#room-list", HTMLElement),
  peopleList: required(document, "#people-list", HTMLElement),
  people: new PeopleStates(connection),
  watched,
  current: room?.id ?? null,
});
for (const begun of placesWithDrafts(me.id)) watched.setDraft(begun.room, begun.thread, true);
new OwnState(connection);
const indicator = byId("current-user-status");
const status = new Status({ element: byId("status"), indicator, app, connection, outbox, signInUrl });
enableLoading(() => status.notLoaded());
connection.on("online", loadAgain);
const panes = new Panes(app);
const openSwitcher = required(document, "#open-switcher", HTMLAnchorElement);
const directoryUrl = openSwitcher.getAttribute("href") ?? "";
const kept = new KeptMessages({ connection, status });
const page = { me, connection, outbox, uploads, watched, sidebar, status, kept, panes };
const open = room && new OpenRoom(page, { room, events, closing: new AbortController() });
if (open) {
  const createScreen = (/** @type {Parts} */ { RoomScreen }) =>
    new RoomScreen({ page, data, panes, directoryUrl });
  switching = new RoomSwitching({ page, watched, createScreen, open });
}

confirmSignOut({ me, outbox, uploads, signInUrl }); // before navigation is deferred: what it asks about is not for that
deferNavigation(connection, status, (href) => switching?.goTo(href) || location.assign(href));
panes.onBeforeChange = () => openRoom()?.navigation.savePosition();
panes.onDetails = () => {
  openRoom()?.threads.giveWay();
  openRoom()?.detailsPane.refresh();
};
panes.closeThread = () => openRoom()?.threads.close() ?? false;

shareFocus();
new PageNotifications(connection, (href) => switching?.goTo(href) || location.assign(href));
renewSubscription(me.id).catch(() => null);
followForYou(connection, required(document, "#for-you-link", HTMLAnchorElement));

const settings = "#device-notifications, [data-current-device], #picture-form, #theme-form, [data-copies]";
if (find(document, settings, HTMLElement)) {
  loadParts().then(
    ({ enableSettingsForms }) => enableSettingsForms(me),
    () => null, // they work as they do without scripts
  );
}
enableUploadCards(uploads);
enablePictureLinks();

/** @type {RoomSwitcher | null} */
let switcher = null; // until it is loaded
const goTo = () =>
  withField(({ RoomSwitcher: Switcher }) => {
    switcher ??= new Switcher({ sidebar, directoryUrl });
    switcher.open();
  });
openSwitcher.addEventListener("click", (event) => {
  event.preventDefault();
  goTo();
});

enablePageShortcuts({
  goTo,
  sidebar,
  panes,
  onEscape: [
    () => openRoom()?.composer?.cancel(),
    () => openRoom()?.threads.escape(),
    () => panes.showDetails(false),
    () => openRoom()?.historyLoader.toLatest(),
  ],
});
connection.on("profiles", ({ profiles }) => noteProfiles(profiles));
new PersonCards({ connection, openRoom });
connection.start();
