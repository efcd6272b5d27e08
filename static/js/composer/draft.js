// What is being written, kept for each room on this device.

export class Draft {
  constructor(userId, room) {
    this.key = `wick:draft:${userId}:${room}`;
  }

  read() {
    try {
      return localStorage.getItem(this.key) ?? "";
    } catch {
      return "";
    }
  }

  keep(text) {
    try {
      if (text.trim()) localStorage.setItem(this.key, text);
      else localStorage.removeItem(this.key);
    } catch {
      // no storage: it lives as long as the page
    }
  }
}
