// Keys that belong to an input method (IME), by which people write Japanese, Chinese, Korean and much else.

/**
 * Is this key press part of composing a character? Its Enter confirms the character, and does nothing else. Safari
 * sends that one after the composition has ended, and only its key code shows it.
 *
 * @param {KeyboardEvent} event
 */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;
