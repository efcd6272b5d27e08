// A short sound: two notes, made by the browser.

const NOTES = [659, 880]; // Hz
const LENGTH = 0.12; // s each
const LOUDNESS = 0.12; // of 1

/** @type {AudioContext | null} */
let context = null;

/** Browsers play none before the page was used once: then nothing is heard, and nothing fails. */
export function playSound() {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume().catch(() => {});
    for (const [index, pitch] of NOTES.entries()) playNote(context, pitch, index * LENGTH);
  } catch {
    // no sound on this device
  }
}

/**
 * @param {AudioContext} audio
 * @param {number} pitch
 * @param {number} delay  s
 */
function playNote(audio, pitch, delay) {
  const from = audio.currentTime + delay;
  const loudness = audio.createGain();
  loudness.gain.setValueAtTime(0, from);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.001, from + 2 * LENGTH);
  const note = audio.createOscillator();
  note.frequency.value = pitch;
  note.connect(loudness).connect(audio.destination);
  note.start(from);
  note.stop(from + 2 * LENGTH);
}
