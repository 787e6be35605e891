-- For wrk: sends what it is told, each time about another person where the body has placeholders (see person.ts), and
-- writes one line of JSON at the end. Arguments: the first number, the body ("" for a GET).
local number = 0
local template = ""

function init(args)
  number = tonumber(args[1]) or 0
  template = args[2] or ""
  if template ~= "" then wrk.method = "POST" end
  wrk.body = template ~= "" and template or nil
end

function request()
  if not template:find("{n}", 1, true) then return wrk.format() end
  number = number + 1
  local values = {
    n = string.format("%d", number),
    d = string.format("%d", 10 + number % 19),
    y = string.format("%d", 1930 + number % 90),
    c = string.format("%d", number % 500),
  }
  return wrk.format(nil, nil, nil, (template:gsub("{(%l)}", values)))
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%.6f,"p50Ms":%.3f,"p95Ms":%.3f,"p99Ms":%.3f,"failed":%d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout
  ))
end
