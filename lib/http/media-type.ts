/** The media type of every problem (RFC 9457 §3). It has no parameters, and strict clients refuse one. */
export const problemMediaType = 'application/problem+json'
