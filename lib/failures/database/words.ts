/**
 * The words that the messages of databases and their drivers consist of. Only these go into a log: a word that is
 * not in this list becomes `…`.
 */
export const databaseWords: ReadonlySet<string> = new Set(
  `
  a aborted accept access action add after all allowed already an and another any are argument arguments array as at
  attempt authentication available aws be because been before being between boolean both buffer buffering busy but by
  cache call callback can cannot canceling cancelled cannot can't cast chain change changed character check child client
  close closed cluster code collection column columns command commands commit committed concurrent condition conflict
  connect connecting connection connections constraint constraints contains conversion convert corrupt could create
  cross current cursor data database datatype date date/time deadlock default defined delete deleted denied dependent
  detected did disabled disk division document documents does doesn't dup duplicate e11000 either element empty encoding
  encountered end entity entry error errors exceeded exceeds exclusion execute executing existing exists exist expected
  expired expression fail failed failing fails fatal field fields file find for foreign found from full function
  generated get greater group has have held idle if image in incorrect index initialized input insert inside instead
  insufficient integer internal interrupted into invalid invocation is isolation it its json key keys kind known large
  last length less limit line list lock locked log long lost lsn malformed match matching maximum mandatory master
  maximal memory message method min minimum mismatch missing model modified more multiple must name near no node nor not
  not-null null number numeric object objects of on once one only open operation operator option or order other out
  outside overflow owner parameter parameters parent parse parser password path permission permitted please pool
  position possible precision prepare prepared primary problem procedure process query queue range raw read read-only
  readonly records reference references referenced refused relation release remote removed replica request required
  resource restart result retry returned role rollback row rows running savepoint schema script section select
  serializable serialize server session set shutting shutdown signal size slot snapshot socket space specified stale
  standby started starting state statement still storage store string such supported syntax system table tables
  temporary terminated terminating text than that the there this time timed timeout timestamp to token too topology
  transaction transactions trigger truncated try trying type types unable undefined unexpected unique unknown
  unrecognized unsupported until update updated use used user using uuid valid validation value values version view
  violated violates violation waiting was were when where while with within without write writing wrong wrongtype yes
  zero you your operation against holding sqlite sqlite_constraint sqlite_error sqlite_busy sqlite_readonly oom busy
  noauth noscript econnrefused econnreset etimedout enotfound epipe ehostunreach
`
    .trim()
    .split(/\s+/)
)
