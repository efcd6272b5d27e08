// The emoji of the picker, by group, each with the words that find it. The system draws them.

const groups = {
  Faces: `🙂 smile|😀 grin|😄 laugh|😅 sweat smile|😂 tears of joy|🥲 smile with tear|😉 wink|😊 blush|
    😍 heart eyes|😘 kiss|😎 sunglasses|🤓 nerd|🤔 thinking|🤨 doubt|😐 neutral|😏 smirk|🙄 eye roll|
    😬 grimace|😌 relieved|😴 sleep|😕 confused|🙁 frown|😮 surprised|😳 flushed|🥺 pleading|😢 cry|😭 sob|
    😱 scream|😤 huff|😡 angry|🤯 mind blown|🥳 party|🤗 hug|🫠 melting|🤖 robot|👻 ghost`,
  Hands: `👍 thumbs up yes|👎 thumbs down no|👏 clap|🙌 hooray hands|🙏 thank you please|🤝 handshake|
    💪 strong|👋 wave hello|👌 fine|✌️ victory peace|🤞 fingers crossed|🫶 heart hands|👀 looking eyes|
    🫡 salute|🤷 shrug|🤦 facepalm`,
  Nature: `🌱 seedling|🌳 tree|🌻 sunflower|🌹 rose|🍀 luck clover|🍂 autumn leaves|🌊 wave|🔥 fire|⭐ star|
    🌙 moon|☀️ sun|🌧️ rain|❄️ snow|🌈 rainbow|🐛 bug|🐝 bee|🐱 cat|🐶 dog|🦊 fox|🐢 turtle|🦉 owl|
    🐙 octopus`,
  Things: `✅ done check|❌ no cross|❓ question|❗ important|💡 idea|🎉 hooray party|🎂 cake birthday|
    🎁 present|🏆 trophy|🚀 rocket launch|🛠️ tools repair|🔧 wrench|🔒 lock|🔑 key|📌 pin|📎 paper clip|
    📈 chart up|📉 chart down|📖 book|✏️ pencil|📷 camera|🎵 music|⏰ alarm clock|💬 speech|☕ coffee|
    🍵 tea|🍕 pizza|🍎 apple|🍺 beer|🏠 home|🚲 bicycle|🚂 train`,
  Signs: `❤️ heart|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|
    💔 broken heart|💯 hundred|➕ plus|➖ minus|➡️ right|⬅️ left|⬆️ up|⬇️ down|♻️ recycle|⚠️ warning|
    🆗 okay|🔁 repeat|♾️ forever`,
};

/** Group to list of `{emoji, words}`. */
export const EMOJI = Object.fromEntries(
  Object.entries(groups).map(([name, list]) => [name, list.split("|").map((entry) => parse(entry.trim()))]),
);

function parse(entry) {
  const space = entry.indexOf(" ");
  return { emoji: entry.slice(0, space), words: entry.slice(space + 1) };
}

/** The quick ones, on the message itself and on phones above the menu. */
export const QUICK = [
  { emoji: "👍", words: "thumbs up" },
  { emoji: "✅", words: "done" },
  { emoji: "❤️", words: "heart" },
  { emoji: "🎉", words: "hooray" },
  { emoji: "👀", words: "looking" },
];
