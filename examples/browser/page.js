/**
 * The page: it sends what the forms hold, and shows every failure where the user can act on it.
 */
import { createDecoder, fetchWithRetry } from 'fastify-problem-json/client'
import { codes } from './problems.js'

const api = new URLSearchParams(document.location.search).get('api') ?? 'http://127.0.0.1:3000'
const headers = { authorization: 'Bearer ada' }
const decode = createDecoder(codes)
const status = document.querySelector('#status')

onSubmit('#new-order', async (form) => {
  const response = await fetchWithRetry(`${api}/orders`, {
    method: 'POST',
    // With a key the service knows a repeated request, and so it may be repeated.
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(toBody(form))
  })
  if (!response.ok) return showProblem(await decode(response), form)
  const { reference } = await response.json()
  status.textContent = `Ordered: ${reference}.`
})

onSubmit('#find-order', async (form) => {
  const response = await fetchWithRetry(`${api}/orders/${form.elements.orderId.value}`, { headers })
  if (!response.ok) return showProblem(await decode(response), form)
  const { reference } = await response.json()
  status.textContent = `Found: ${reference}.`
})

onSubmit('#cancel-order', async (form) => {
  const response = await fetchWithRetry(`${api}/orders/${form.elements.orderId.value}`, { method: 'DELETE', headers })
  if (!response.ok) return showProblem(await decode(response), form)
  status.textContent = 'Cancelled.'
})

onSubmit('#remind', async (form) => {
  const response = await fetchWithRetry(`${api}/orders/1/reminder`, { method: 'POST', headers })
  if (!response.ok) return showProblem(await decode(response), form)
  status.textContent = 'Reminder sent.'
})

function showProblem (problem, form) {
  switch (problem.code) {
    case 'VALIDATION_ERROR':
      status.textContent = 'Please correct the marked fields.'
      return showErrors(form, problem.extensions.errors)
    case 'ORDER_NOT_FOUND':
      status.textContent = problem.detail
      return
    case 'CONFLICT':
      status.textContent = 'There is such an order already.'
      return
    case 'RATE_LIMITED':
      status.textContent = `Too many reminders. Try again in ${problem.retryAfter} s.`
      return
    case 'UNAUTHORIZED':
      status.textContent = 'Please sign in.'
      return
    case null:
      status.textContent = `${problem.detail ?? problem.title ?? 'This did not work.'} (${problem.status}, ${problem.instance ?? 'no instance'})`
  }
}

/** The fields are named by their pointers into the body. */
function showErrors (form, errors) {
  for (const { pointer, name, detail } of errors) {
    const field = form.elements[pointer === undefined ? name : decodeURIComponent(pointer.slice(1))]
    if (field) field.nextElementSibling.textContent = detail
    else status.textContent += ` ${detail}`
  }
}

/** `/items/0/sku` = 'A-1' → { items: [{ sku: 'A-1' }] }; an empty field is left out. */
function toBody (form) {
  const body = {}
  for (const { name, type, value } of form.elements) {
    if (!name || value === '') continue
    const path = name.slice(1).split('/')
    const last = path.pop()
    let parent = body
    path.forEach((key, index) => {
      parent = parent[key] ??= /^\d+$/.test(path[index + 1] ?? last) ? [] : {}
    })
    parent[last] = type === 'number' ? Number(value) : value
  }
  return body
}

function onSubmit (selector, send) {
  document.querySelector(selector).addEventListener('submit', async (event) => {
    event.preventDefault()
    const form = event.currentTarget
    for (const output of form.querySelectorAll('output')) output.textContent = ''
    status.textContent = 'Sending …'
    try {
      await send(form)
    } catch {
      // No answer at all: fetchWithRetry() throws what fetch throws.
      status.textContent = 'The service cannot be reached.'
    }
  })
}
