/**
 * The codes that this page handles; every other one is unknown to it. `problem-json client` writes such a module, with types.
 */
export const codes = {
  CONFLICT: true,
  ORDER_NOT_FOUND: true,
  RATE_LIMITED: true,
  UNAUTHORIZED: true,
  VALIDATION_ERROR: true
}
