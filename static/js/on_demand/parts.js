// What a page has on demand, and not with a first visit: a bundle of its own, which loader.js loads.

import "../main.js"; // what both need is there already, and no part of this bundle

export { enableSettingsForms } from "../account/settings_forms.js";
export { runCommand } from "../commands/commands.js";
export { confirmDialog } from "../components/confirm_dialog.js";
export { pickEmoji } from "../components/emoji_picker.js";
export { fillFormattingRow } from "../composer/formatting_row.js";
export { addTypingAids } from "../composer/typing_aids.js";
export { recordVoice } from "../composer/voice_recorder.js";
export { showShortcuts } from "../keyboard/shortcut_table.js";
export { openLeaveDialog } from "../members/leave_dialog.js";
export { forwardMessage } from "../message/forwarding.js";
export { openMenu } from "../message/message_menu.js";
export { openVersions } from "../message/versions_dialog.js";
export { openDayDialog } from "../navigation/day_dialog.js";
export { PersonCard } from "../people/person_card.js";
export { RoomScreen } from "../room/room_screen.js";
export { RoomSwitcher } from "../sidebar/room_switcher.js";
export { OpenThread } from "../thread/open_thread.js";
export { openPicture } from "../viewer/viewer.js";
