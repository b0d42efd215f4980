-- Takes what a ticket stands for, once.
--
-- KEYS  the ticket

local content = redis.call('HGET', KEYS[1], 'content')
redis.call('DEL', KEYS[1])
return content
