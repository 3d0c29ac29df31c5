// How people are called, and how sure that is (pure).

/** "Marit" for Marit Solberg. */
export function firstName(name) {
  return name.trim().split(/\s+/u)[0];
}

/** `verified`: signed in. `claimed`: name and number are only what somebody typed. `guest`. */
export function identityOf({ verified, member_id }) {
  if (verified) return 'verified';
  return member_id ? 'claimed' : 'guest';
}
