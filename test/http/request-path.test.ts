import { test } from 'tap'
import { isBelow, pathOf } from '../../lib/http/request-path.js'

test('the path of a request target is what a router sees, however it is spelt', async (t) => {
  for (const target of ['/admin/x', '/%61dmin/x', '//admin///x', 'http://host/admin/x?y', '/admin/x?a=/b', '/admin/x#z', 'admin/x']) {
    t.equal(pathOf(target), '/admin/x', target)
  }
})

test('octets that are no UTF-8 stay as they are', async (t) => {
  t.equal(pathOf('/a%ff/%61%c3%a4'), '/a%ff/aä')
  t.equal(isBelow('/a%ff/x', ['/a%ff']), true)
})
