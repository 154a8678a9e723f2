/** What `problem-json client` renders, in short. */
export interface Problems {
  /** 404 Order not found. */
  ORDER_NOT_FOUND: {
    orderId: number
  }
  /** 429 Too many requests. */
  RATE_LIMITED: Record<never, never>
}

export const codes: Readonly<Record<keyof Problems, true>> = { ORDER_NOT_FOUND: true, RATE_LIMITED: true }
