/**
 * Sixteen codes of a service that speaks problem+json already. Its front end switches on `code`.
 */
import { defineCatalog } from 'fastify-problem-json'

const restartLogin = { guidance: 'Clear the local session and return to the login page.', action: 'login' }
const keepAvatar = { guidance: 'Show a toast that offers to try again, and keep the avatar that was there.' }

export const catalog = defineCatalog({
  AUTH_SERVICE_UNAVAILABLE: { status: 503, title: 'Sign-in is not available', area: 'auth', description: 'The service that signs users in cannot be reached.', guidance: 'Say so, and let the user try again.', retryAfter: 5 },
  AUTH_TOO_MANY_REQUESTS: { status: 429, title: 'Too many codes requested', area: 'auth', guidance: 'Show how long to wait for the next code.', action: 'retry-later', refines: 'RATE_LIMITED' },
  AUTH_VERIFICATION_CODE_INVALID: { status: 401, title: 'Wrong code', area: 'auth', guidance: 'Let the user type the code again.', action: 'fix-input' },
  AUTH_REFRESH_TOKEN_INVALID: { status: 401, title: 'Session ended', area: 'auth', description: 'The refresh token is unknown, or has expired.', ...restartLogin },
  AUTH_REFRESH_TOKEN_MISSING: { status: 401, title: 'No session to end', area: 'auth', guidance: 'Count it as a logout: clear the local session.', action: 'login' },
  AUTH_USER_NOT_FOUND: { status: 404, title: 'User not found', area: 'auth', guidance: 'Say that there is no such user, where that fits.' },

  POINTS_INSUFFICIENT_BALANCE: { status: 402, title: 'Not enough points', area: 'agent points', description: 'The balance does not cover the run.', guidance: 'Offer to buy points.', action: 'recharge' },

  AGENT_SESSION_RUN_LIMIT_EXCEEDED: { status: 409, title: 'Session used up', area: 'agent session', description: 'A session has one start and three follow-ups.', guidance: 'Say so, and ask for a new session.', action: 'new-session' },
  AGENT_DIVINATION_PAYLOAD_REQUIRED: { status: 422, title: 'Casting is missing', area: 'agent session', description: 'A run needs `forwardedProps.divinationPayload`.', guidance: 'Start the casting again and submit it.', refines: 'VALIDATION_ERROR' },
  AGENT_OUTPUT_DIVINATION_INVALID: { status: 422, title: 'Run cannot be shown', area: 'agent session', description: 'What the worker returned as `divination_derived` has another form.', guidance: 'Show the general error of the history and offer to repeat the latest run.' },

  PROFILE_PAYLOAD_INVALID: { status: 422, title: 'Profile invalid', area: 'profile', guidance: 'Mark the fields and block the form.', action: 'fix-input', refines: 'VALIDATION_ERROR' },
  PROFILE_NOT_FOUND: { status: 404, title: 'Profile not found', area: 'profile', guidance: 'Offer to try again; the profile may be created then.' },

  AVATAR_FILE_INVALID: { status: 422, title: 'Picture cannot be used', area: 'avatar', description: 'Its type or its size is not allowed.', guidance: 'Say what is allowed and ask for another picture.', action: 'fix-input' },
  AVATAR_PATH_SCOPE_INVALID: { status: 422, title: 'Not your picture', area: 'avatar', description: 'The path lies outside what belongs to the user.', guidance: 'Show the general security error and reload.' },
  AVATAR_SIGNED_URL_FAILED: { status: 502, title: 'Upload cannot be prepared', area: 'avatar', description: 'The storage gave no address to upload to.', ...keepAvatar },
  AVATAR_UPLOAD_FAILED: { status: 502, title: 'Upload failed', area: 'avatar', description: 'The storage did not take the picture.', ...keepAvatar }
}, { base: 'https://api.example/problems/' })
