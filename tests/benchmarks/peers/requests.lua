-- The requests of wrk: wrk -s requests.lua URL -- KEYS PATTERN ACCEPT
-- PATTERN is a path in which KEY is replaced by the lines of the file KEYS in turn, and TURN by a number that
-- no other request has.
local keys, before, between, after, headers, turn = {}, "", "", "", {}, 0

function init(args)
  for key in io.lines(args[1]) do keys[#keys + 1] = key end
  before, between, after = args[2]:match("^(.-)KEY(.-)TURN(.*)$")
  if not before then
    before, after = args[2]:match("^(.-)KEY(.*)$")
    between = nil
  end
  headers = { Accept = args[3] }
end

function request()
  local path = before .. keys[turn % #keys + 1]
  if between then path = path .. between .. turn end
  turn = turn + 1
  return wrk.format("GET", path .. after, headers)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
