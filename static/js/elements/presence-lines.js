// Who else has a ticket open, in sentences; whoever writes stands first.

/** @param {{id: string, name: string, is_writing: boolean}[]} colleagues oneself included */
export function presenceLines(colleagues, me) {
  const others = colleagues.filter((one) => one.id !== me);
  const writing = others.filter((one) => one.is_writing).map((one) => one.name);
  const looking = others.filter((one) => !one.is_writing).map((one) => one.name);
  return [
    ...(writing.length ? [`${listed(writing)} ${are(writing)} writing in this ticket`] : []),
    ...(looking.length ? [`${listed(looking)} ${are(looking)} looking at this ticket`] : []),
  ];
}

function are(names) {
  return names.length === 1 ? 'is' : 'are';
}

function listed(names) {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
