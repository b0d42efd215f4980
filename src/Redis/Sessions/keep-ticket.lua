-- Keeps what a ticket stands for.
--
-- KEYS  the ticket
-- ARGV  how long (ms), the content

redis.call('HSET', KEYS[1], 'content', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 0
