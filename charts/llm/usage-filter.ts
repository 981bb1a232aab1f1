/** Where the router notes what it reads: namespace and keys of Envoy's dynamic metadata. */
export const metadata = { namespace: 'llm', client: 'client', model: 'model', tokens: 'total_tokens' } as const;

/**
 * Lua: looks through an answer as it passes, whole or streamed, for the tokens it has used; the last number counts. In a
 * text that a model writes the quotes would be escaped, so it cannot be mistaken for the number. A stream that does not
 * say its number, as those of outside providers do unless asked, counts one token an event.
 */
export const usageFilter = `function envoy_on_response(handle)
  local streamed = (handle:headers():get("content-type") or ""):find("text/event-stream", 1, true) ~= nil
  local rest, tokens, events = "", nil, 0
  for chunk in handle:bodyChunks() do
    local text = rest .. chunk:getBytes(0, chunk:length())
    for number in text:gmatch('"total_tokens"%s*:%s*(%d+)%D') do
      tokens = tonumber(number)
    end
    if streamed then
      for _ in text:sub(#rest + 1):gmatch("data:") do
        events = events + 1
      end
    end
    rest = text:sub(-64)
  end
  if tokens == nil and streamed then
    tokens = events
  end
  if tokens ~= nil then
    handle:streamInfo():dynamicMetadata():set("${metadata.namespace}", "${metadata.tokens}", tokens)
  end
end
`;
