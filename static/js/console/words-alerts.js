// The words of sounds and notifications.

const plural = (count, one, many) => (count === 1 ? one : many);

export const notice = {
  waiting: (count) => plural(count, 'Somebody is waiting', `${count} are waiting`),
  first: (name) => `${name} is first in line.`,
  message: (name) => name,
  messageBody: 'A new message',
  arrived: 'This chat is yours now',
};

/** Where nobody waits, for who will hear it. */
export const empty = {
  queue: 'Nobody is waiting. New chats show up here with a sound.',
  pane: 'You are available. When someone starts a chat it appears in the queue, and you hear a sound.',
};

export const sounds = {
  title: 'Sounds and notifications',
  lead: 'Only one of your tabs sounds, and none while you have set yourself to Away.',
  open: 'Sounds and notifications',
  openOff: 'Sounds and notifications: the sounds are off',
  openBlocked: 'Sounds and notifications: the sound is blocked',
  blocked: 'Sound is blocked by the browser.',
  clickToTest: 'Click to test',
  waiting: 'While anybody waits',
  message: 'A message in a chat you are not looking at',
  repeat: 'Repeat',
  every: (seconds) => (seconds < 60 ? `every ${seconds} s` : plural(
    seconds / 60, 'every minute', `every ${Math.round(seconds / 60)} min`)),
  volume: 'Volume',
  volumeOf: (percent) => `${percent} %`,
  test: 'Test',
  testOf: (name) => ` ${name}`,
  names: { bell: 'Bell', chime: 'Chime', drop: 'Drop', wood: 'Wood', off: 'Off' },
  audible: 'Sounds can be heard.',
  desktop: 'Desktop notifications',
  desktopHint: 'While no tab of the console is in front',
  desktopDenied: 'Your browser blocks them for this site. Allow them in its settings.',
  desktopMissing: 'This browser has none.',
  notSaved: 'This could not be saved. Try again.',
  done: 'Done',
};
