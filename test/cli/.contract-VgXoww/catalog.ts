
import { defineCatalog } from '/work/wt-lead/lib/catalog/define.ts'
export const catalog = defineCatalog({
  ORDER_LOST: { status: 409, title: 'Order lost' },
  CARD_DECLINED: { status: 402, title: 'Card declined' }
}, { base: 'https://api.example.com/problems/' })
