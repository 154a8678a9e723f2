/**
 * The codes of Node and undici for failures on the way to another service. HTTP clients and database drivers pass them
 * on unchanged.
 */
import type { RecognizedFailure } from '../failure.js'
import { broken, timedOut, unavailable } from '../outcome.js'
import { tableOf } from '../thrown.js'

export const byNetworkCode = tableOf<RecognizedFailure>([
  [
    unavailable,
    `ECONNREFUSED ENOTFOUND EAI_AGAIN EAI_FAIL EAI_NODATA EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN
    EADDRNOTAVAIL UND_ERR_CLOSED UND_ERR_DESTROYED UND_ERR_BPL_MISSING_UPSTREAM`
  ],
  [
    timedOut,
    `ETIMEDOUT ESOCKETTIMEDOUT ECONNABORTED UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT
    UND_ERR_ABORTED ABORT_ERR ERR_TLS_HANDSHAKE_TIMEOUT ERR_SOCKET_CONNECTION_TIMEOUT`
  ],
  [
    broken,
    `ECONNRESET EPIPE EPROTO ENETRESET UND_ERR_SOCKET UND_ERR_HEADERS_OVERFLOW UND_ERR_RESPONSE
    UND_ERR_RESPONSE_STATUS_CODE UND_ERR_RES_CONTENT_LENGTH_MISMATCH UND_ERR_RES_EXCEEDED_MAX_SIZE UND_ERR_PRX_TLS
    UND_ERR_REQ_RETRY DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE
    UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY ERR_TLS_CERT_ALTNAME_INVALID
    ERR_TLS_CERT_SIGNATURE_ALGORITHM_UNSUPPORTED HOSTNAME_MISMATCH INVALID_CA INVALID_PURPOSE PATH_LENGTH_EXCEEDED
    ERR_HTTP2_ERROR ERR_HTTP2_STREAM_ERROR ERR_HTTP2_SESSION_ERROR ERR_HTTP2_STREAM_CANCEL ERR_HTTP2_GOAWAY_SESSION`
  ]
])

/** Families of codes that grow with OpenSSL and with Node's HTTP parser. */
export const brokenFamilies = /^(?:HPE_|ERR_SSL_|CERT_)/

export function networkFailure (code: unknown): RecognizedFailure | undefined {
  if (typeof code !== 'string') return undefined
  return byNetworkCode.get(code) ?? (brokenFamilies.test(code) ? broken : undefined)
}
