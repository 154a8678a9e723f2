/**
 * What a member of an example holds, by its name and format, as data. Numbers that limit are above those that are left,
 * and dates that begin something before those that end it. Pure.
 */
import { anyOf } from '../any-of.js'
import { remembered } from '../remembered.js'

interface Words { readonly words: RegExp, readonly values: readonly string[] }

// The first that matches the words of a name wins.
const texts: readonly Words[] = [
  { words: /\b(?:sku|article|item)\b/, values: ['A-1042', 'B-2077', 'C-3310'] },
  { words: /\b(?:product|article) (?:name|title)$/, values: ['Blue teapot', 'Green cup', 'White plate'] },
  { words: /\bfile(?: ?name)?$/, values: ['report.pdf', 'photo.jpg', 'notes.txt'] },
  { words: /\bemail\b/, values: ['ada@example.com', 'grace@example.com', 'alan@example.com'] },
  { words: /\b(?:name|user|username|owner|author|customer|account|holder)$/, values: ['Ada', 'Grace', 'Alan'] },
  { words: /\bcurrency$/, values: ['EUR', 'USD', 'GBP'] },
  { words: /\bcountry\b/, values: ['DE', 'FR', 'JP', 'DEU', 'FRA', 'JPN'] },
  { words: /\b(?:language|locale)$/, values: ['en', 'de', 'fr'] },
  { words: /\biban$/, values: ['DE02120300000000202051', 'FR7630006000011234567890189'] },
  { words: /\blast ?(?:4|four)$/, values: ['4242', '1881'] },
  { words: /\bcolou?r$/, values: ['blue', 'green', 'white'] },
  { words: /\bregion$/, values: ['eu-central', 'us-east'] },
  { words: /\b(?:street|address)$/, values: ['1 Harbour Street', '2 Market Square'] },
  { words: /\bcompany$/, values: ['Example Ltd.', 'Sample Inc.'] },
  { words: /\b(?:city|town)$/, values: ['Bremen', 'Lyon', 'Osaka'] },
  { words: /\b(?:zip|post(?:al)? ?code)\b/, values: ['28195', '69001', '53000'] },
  { words: /\b(?:phone|mobile)\b/, values: ['+1 202 555 0143', '+1 202 555 0178', '+1 202 555 0199'] },
  { words: /\b(?:url|uri|link|href)$/, values: ['https://example.com/orders/42', 'https://example.com/orders/43'] },
  { words: /\bpath$/, values: ['/orders/42', '/orders/43'] },
  { words: /\bhost(?: ?name)?$/, values: ['api.example.com', 'www.example.com'] },
  { words: /\bip(?: address)?$/, values: ['192.0.2.1', '192.0.2.2'] },
  { words: /\b(?:version|revision|etag)$/, values: ['7', '8', '9'] },
  { words: /\b(?:field|property|column|parameter|member)$/, values: ['email', 'postcode', 'quantity'] },
  { words: /\b(?:role|permission|scope|right)$/, values: ['orders:write', 'orders:read', 'admin'] },
  { words: /\b(?:plan|tier|edition)$/, values: ['basic', 'pro', 'enterprise'] },
  { words: /\b(?:resource|type|kind|entity)$/, values: ['order', 'customer', 'invoice'] },
  { words: /\b(?:carrier|provider|service|vendor|supplier|shop)$/, values: ['parcel service', 'courier', 'warehouse'] },
  { words: /\b(?:reason|cause)$/, values: ['expired', 'limit reached', 'blocked'] },
  {
    words: /\b(?:message|description|hint|note|comment|help|advice)$/,
    values: ['Try again tomorrow.', 'Ask the support.']
  },
  { words: /\bunit$/, values: ['kg', 'g', 'l'] },
  { words: /\bmethod$/, values: ['POST', 'GET', 'PUT'] },
  { words: /\b(?:token|key|code|coupon|voucher|reference|number)$/, values: ['A7K2M9', 'B3Q8X1', 'C5T4Z6'] },
  {
    words: anyOf(
      /\b(?:status|state|phase|stage|step|current|previous|actual|expected|requested|required|allowed)\b/,
      /\b(?:from|to|old|new|before|after)\b/
    ),
    values: ['open', 'paid', 'shipped', 'cancelled']
  }
]

const otherTexts = ['alpha', 'beta', 'gamma', 'delta', 'epsilon']

/** @param attempt another number gives another value */
export function textNamed (name: string, attempt: number): string {
  if (name === '') return numbered('text', attempt)
  const words = wordsOf(name)
  if (/\bid$/.test(words)) return String(42 + attempt)
  if (isMoment(words)) return momentNamed(words, attempt)
  const values = valuesFor(words)
  return values[attempt] ?? numbered(values[0] ?? 'text', attempt)
}

const valuesFor = remembered(function findValues (words: string): readonly string[] {
  return texts.find((one) => one.words.test(words))?.values ?? otherTexts
})

function numbered (text: string, attempt: number): string {
  return attempt === 0 ? text : `${text} ${attempt + 1}`
}

/** `orderId`, `order_id` and `ORDER-ID` are the words `order id`. */
const wordsOf = remembered(function toWords (name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^A-Za-z0-9]+/g, ' ').toLowerCase()
})

const numbers: readonly { readonly words: RegExp; readonly first: number; readonly step: number }[] = [
  { words: /\bid$/, first: 42, step: 1 },
  { words: /\b(?:version|revision)\b/, first: 7, step: 1 },
  { words: /\byear\b/, first: 2026, step: 1 },
  { words: /\bport\b/, first: 8080, step: 1 },
  {
    words: /\b(?:available|remaining|left|balance|stock|free|minimum|min|lowest|least|from|start)\b/,
    first: 2,
    step: 1
  },
  { words: /\b(?:limit|maximum|max|highest|most|allowed|quota|capacity|to|end|total)\b/, first: 10, step: 10 },
  { words: /\b(?:current|used|count|length|size|received|sent|actual|attempts)\b/, first: 12, step: 1 },
  { words: /\b(?:requested|needed|required|wanted|quantity|amount|price|cost|fee|expected)\b/, first: 5, step: 1 },
  { words: /\b(?:seconds|wait|timeout|ttl|duration|delay|minutes|days|hours)\b/, first: 30, step: 15 },
  { words: /\b(?:percent|percentage|rate)\b/, first: 15, step: 5 },
  { words: /\bstatus\b/, first: 409, step: 1 }
]

/** @param attempt another number gives another value */
export function numberNamed (name: string, attempt: number): number {
  const words = wordsOf(name)
  if (/\b(?:at|timestamp|until|since|expires)$/.test(words)) return Date.parse(momentNamed(words, attempt)) / 1000
  const { first, step } = stepsFor(words)
  return first + attempt * step
}

const stepsFor = remembered(function findSteps (words: string): { readonly first: number, readonly step: number } {
  return numbers.find((one) => one.words.test(words)) ?? { first: 1, step: 1 }
})

const wasBefore = /\b(?:old|previous|original)\b/
const begins = anyOf(
  /\b(?:start|starts|started|begin|begins|began|from|since|not before|check in)\b/,
  /\b(?:created|ordered|placed|issued|opened|opens|submitted|booked|paid|registered|joined)\b/,
  /\b(?:before|earliest|min|minimum|first|departure|departed|birth|pick ?up)\b/
)
const ends = anyOf(
  /\b(?:end|ends|ended|until|to|till|due|deadline|not after|check out)\b/,
  /\b(?:expires|expired|expiry|expiration|closes|closed|delivered|cancelled|completed|finished|refunded|returned)\b/,
  /\b(?:new|next|after|latest|max|maximum|last|arrival|arrived|resolved|revoked|archived|deleted|drop ?off)\b/
)

function isMoment (words: string): boolean {
  return /\b(?:at|date|time|timestamp|until|since|deadline|expires|due)$/.test(words)
}

/** An hour or a day apart, so that no two are the same and none changes sides. */
function momentNamed (words: string, attempt: number): string {
  const day = 10 + attempt % 18
  if (ends.test(words) && !wasBefore.test(words)) return `2026-03-${day}T18:00:00Z`
  if (begins.test(words) || wasBefore.test(words)) return `2026-01-${day}T09:00:00Z`
  return attempt === 0 ? '2026-01-31T12:00:00Z' : `2026-02-${day}T12:00:00Z`
}

const formats: Readonly<Record<string, (words: string, attempt: number) => string>> = {
  'date-time': momentNamed,
  date: (words, attempt) => momentNamed(words, attempt).slice(0, 10),
  time: (words, attempt) => momentNamed(words, 0).slice(11, 14) + `${String(attempt).padStart(2, '0')}:00Z`,
  duration: (_words, attempt) => `PT${15 * (attempt + 1)}M`,
  email: (_words, attempt) =>
    ['ada@example.com', 'grace@example.com', 'alan@example.com'][attempt] ?? `user-${attempt}@example.com`,
  hostname: (_words, attempt) => ['api.example.com', 'www.example.com'][attempt] ?? `host-${attempt}.example.com`,
  ipv4: (_words, attempt) => `192.0.2.${attempt + 1}`,
  ipv6: (_words, attempt) => `2001:db8::${attempt + 1}`,
  uri: (_words, attempt) => (attempt === 0 ? 'https://example.com/' : `https://example.com/${attempt + 1}`),
  'uri-reference': (_words, attempt) => `/orders/${42 + attempt}`,
  uuid: (_words, attempt) => `6f1c3a52-8d0e-4b7a-9c41-5e2d7f8a9b${10 + attempt}`,
  'json-pointer': (_words, attempt) => `/items/${attempt}`,
  'json-pointer-uri-fragment': (_words, attempt) => `#/items/${attempt}`,
  'relative-json-pointer': (_words, attempt) => `${attempt}/items`,
  'uri-template': (_words, attempt) => `https://example.com/${attempt + 1}/{orderId}`,
  regex: (_words, attempt) => `^[a-z]{1,${attempt + 1}}$`,
  byte: (_words, attempt) => ['QURB', 'R1JB', 'QUxB'][attempt] ?? 'QURB'
}

/** Formats that have texts in common. */
const alike: Readonly<Record<string, string>> = {
  url: 'uri',
  iri: 'uri',
  'iri-reference': 'uri-reference',
  'idn-email': 'email',
  'idn-hostname': 'hostname',
  'iso-time': 'time',
  'iso-date-time': 'date-time'
}

/** @returns `undefined` for a format that is not known */
export function formattedText (format: string, name: string, attempt: number): string | undefined {
  const known = Object.hasOwn(alike, format) ? alike[format]! : format
  return Object.hasOwn(formats, known) ? formats[known]?.(wordsOf(name), attempt) : undefined
}
