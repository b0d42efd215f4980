// The least that a server of rooms can do: WebSocket frames in, and out to the members of the frame's room. One thread, one epoll.
// All frames that a turn of its loop brings to a room lie behind one another, and each member gets them with one send. What it spends
// is the kernel's work for that, so it is what any other server is measured against; it has no order of its own to keep, no log, no
// acknowledgement, no authentication and no heartbeat.
//
//   gcc -O2 -o limit limit.c && ./limit PORT
//
// A client sends {"join":"ROOM"} and gets it back, or {"room":"ROOM","data":…}, which goes to every member as it came.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  EVENTS = 1024,
  INPUT = 256 * 1024,           // what one connection may bring in one turn
  HIGHEST_FD = 1024 * 1024,
  ROOM_BUCKETS = 1 << 17,
  MOST_WAITING = 16 * 1024 * 1024, // bytes for one that does not read; then it is cut off
};

typedef struct room room;
typedef struct connection connection;

struct buffer {
  char *bytes;
  uint32_t length, capacity;
};

struct room {
  room *next_in_bucket;
  struct buffer turn; // the frames of this turn
  connection **members;
  uint32_t count, capacity;
  uint16_t name_length;
  char name[];
};

struct connection {
  int fd;
  bool is_open, waits_for_room, is_dirty;
  uint16_t room_count;
  struct buffer carried; // the beginning of a frame whose end has not come
  struct buffer waiting; // what the socket did not take, or what it gets at the end of the turn
};

static int epoll_fd;
static connection *connections[HIGHEST_FD];
static room *buckets[ROOM_BUCKETS];
static room **dirty_rooms;
static uint32_t dirty_room_count, dirty_room_capacity;
static connection **dirty;
static uint32_t dirty_count, dirty_capacity;
static char input[INPUT + 16];

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void *must(void *memory) {
  if (!memory) die("memory");
  return memory;
}

static char *make_space(struct buffer *to, uint32_t length) {
  if (to->capacity - to->length < length) {
    uint32_t capacity = to->capacity ? to->capacity : 256;
    while (capacity - to->length < length) capacity *= 2;
    to->bytes = must(realloc(to->bytes, capacity));
    to->capacity = capacity;
  }
  return to->bytes + to->length;
}

static void append(struct buffer *to, const char *bytes, uint32_t length) {
  memcpy(make_space(to, length), bytes, length);
  to->length += length;
}

static void release(struct buffer *what) {
  free(what->bytes);
  *what = (struct buffer){0};
}

// ------------------------------------------------------------------ rooms

static room *find_room(const char *name, uint16_t length) {
  uint32_t hash = 2166136261u;
  for (uint16_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)name[i]) * 16777619u;
  room **at = &buckets[hash & (ROOM_BUCKETS - 1)];
  for (room *one = *at; one; one = one->next_in_bucket)
    if (one->name_length == length && !memcmp(one->name, name, length)) return one;
  room *made = must(calloc(1, sizeof(room) + length));
  made->name_length = length;
  memcpy(made->name, name, length);
  made->next_in_bucket = *at;
  return *at = made;
}

static void add_member(room *to, connection *who) {
  for (uint32_t i = 0; i < to->count; i++)
    if (to->members[i] == who) return;
  if (to->count == to->capacity) {
    to->capacity = to->capacity ? to->capacity * 2 : 4;
    to->members = must(realloc(to->members, to->capacity * sizeof(connection *)));
  }
  to->members[to->count++] = who;
  who->room_count++;
}

// Rare, so nobody remembers the rooms that a connection is in.
static void forget(connection *who) {
  for (uint32_t b = 0; who->room_count > 0 && b < ROOM_BUCKETS; b++)
    for (room *one = buckets[b]; one; one = one->next_in_bucket)
      for (uint32_t i = 0; i < one->count; i++)
        if (one->members[i] == who) {
          one->members[i--] = one->members[--one->count];
          who->room_count--;
        }
}

// ------------------------------------------------------------------ output

static void watch(connection *who, bool waits_for_room) {
  if (who->waits_for_room == waits_for_room) return;
  who->waits_for_room = waits_for_room;
  struct epoll_event event = {.events = waits_for_room ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = who};
  epoll_ctl(epoll_fd, EPOLL_CTL_MOD, who->fd, &event);
}

static void hang_up_later(connection *who) {
  // Its reader sees that at the next turn, when nobody is walking the members of a room.
  shutdown(who->fd, SHUT_RDWR);
}

static void keep(connection *who, const char *bytes, uint32_t length) {
  if (who->waiting.length + length > MOST_WAITING) {
    release(&who->waiting);
    hang_up_later(who);
    return;
  }
  append(&who->waiting, bytes, length);
}

static void send_now(connection *who, const char *bytes, uint32_t length) {
  ssize_t sent = send(who->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) sent = 0;
  if (sent == length) return;
  keep(who, bytes + sent, length - sent);
  watch(who, true);
}

static void send_waiting(connection *who) {
  if (who->waiting.length == 0) {
    watch(who, false);
    return;
  }
  ssize_t sent = send(who->fd, who->waiting.bytes, who->waiting.length, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) sent = 0;
  memmove(who->waiting.bytes, who->waiting.bytes + sent, who->waiting.length - sent);
  who->waiting.length -= sent;
  if (who->waiting.length > 0) {
    watch(who, true);
    return;
  }
  release(&who->waiting);
  watch(who, false);
}

// For what is sent at the turn's end, with whatever else the connection gets in it.
static void send_later(connection *who, const char *bytes, uint32_t length) {
  keep(who, bytes, length);
  if (who->is_dirty || who->waits_for_room) return;
  who->is_dirty = true;
  if (dirty_count == dirty_capacity)
    dirty = must(realloc(dirty, (dirty_capacity = dirty_capacity ? dirty_capacity * 2 : 64) * sizeof(connection *)));
  dirty[dirty_count++] = who;
}

static uint32_t write_header(char *to, uint8_t opcode, uint64_t length) {
  to[0] = (char)(0x80 | opcode);
  if (length < 126) {
    to[1] = (char)length;
    return 2;
  }
  if (length < 65536) {
    to[1] = 126;
    to[2] = (char)(length >> 8);
    to[3] = (char)length;
    return 4;
  }
  to[1] = 127;
  for (int i = 0; i < 8; i++) to[2 + i] = (char)(length >> (56 - 8 * i));
  return 10;
}

static void end_turn(void) {
  for (uint32_t r = 0; r < dirty_room_count; r++) {
    room *one = dirty_rooms[r];
    for (uint32_t i = 0; i < one->count; i++) {
      connection *who = one->members[i];
      // Most are in one room and take what all take; the others get all their rooms' frames in one send.
      if (who->room_count == 1 && who->waiting.length == 0)
        send_now(who, one->turn.bytes, one->turn.length);
      else
        send_later(who, one->turn.bytes, one->turn.length);
    }
    one->turn.length = 0;
  }
  dirty_room_count = 0;
  for (uint32_t i = 0; i < dirty_count; i++) {
    dirty[i]->is_dirty = false;
    send_waiting(dirty[i]);
  }
  dirty_count = 0;
}

// ------------------------------------------------------------------ input

static void take_message(connection *who, uint8_t opcode, char *text, uint32_t length) {
  if (length < 12 || (memcmp(text, "{\"join\":\"", 9) && memcmp(text, "{\"room\":\"", 9))) return;
  char *end = memchr(text + 9, '"', length - 9);
  if (!end) return;
  room *to = find_room(text + 9, (uint16_t)(end - text - 9));
  char header[10];
  uint32_t header_length = write_header(header, opcode, length);
  if (text[2] == 'j') {
    add_member(to, who);
    send_later(who, header, header_length);
    send_later(who, text, length);
    return;
  }
  if (to->turn.length == 0) {
    if (dirty_room_count == dirty_room_capacity)
      dirty_rooms = must(realloc(dirty_rooms, (dirty_room_capacity = dirty_room_capacity ? dirty_room_capacity * 2 : 64) * sizeof(room *)));
    dirty_rooms[dirty_room_count++] = to;
  }
  char *frame = make_space(&to->turn, header_length + length);
  memcpy(frame, header, header_length);
  memcpy(frame + header_length, text, length);
  to->turn.length += header_length + length;
}

static void unmask(char *bytes, uint64_t length, const char *key) {
  uint32_t key32;
  memcpy(&key32, key, 4);
  uint64_t key64 = (uint64_t)key32 << 32 | key32;
  uint64_t i = 0;
  for (; i + 8 <= length; i += 8) {
    uint64_t word;
    memcpy(&word, bytes + i, 8);
    word ^= key64;
    memcpy(bytes + i, &word, 8);
  }
  for (; i < length; i++) bytes[i] ^= key[i & 3];
}

// Returns the bytes of whole frames, or -1 when the connection is to end.
static int64_t take_frames(connection *who, char *bytes, uint32_t length) {
  uint32_t at = 0;
  while (length - at >= 6) {
    uint8_t *head = (uint8_t *)bytes + at;
    uint32_t header = 6;
    uint64_t size = head[1] & 0x7f;
    if (size == 126) {
      header = 8;
      size = (uint64_t)head[2] << 8 | head[3];
    } else if (size == 127) {
      return -1; // longer than anything that is measured
    }
    if (length - at < header + size) break;
    uint8_t opcode = head[0] & 0xf;
    char *payload = bytes + at + header;
    unmask(payload, size, payload - 4);
    if (opcode == 8) return -1;
    if (opcode == 9) {
      char pong[10];
      send_later(who, pong, write_header(pong, 10, size));
      send_later(who, payload, (uint32_t)size);
    } else if (opcode == 1 || opcode == 2) {
      take_message(who, opcode, payload, (uint32_t)size);
    }
    at += header + (uint32_t)size;
  }
  return at;
}

static uint32_t rotate(uint32_t x, int n) { return x << n | x >> (32 - n); }

// For messages of up to 119 bytes: two blocks.
static void sha1(const char *text, uint32_t length, uint8_t digest[20]) {
  uint8_t block[128] = {0};
  uint32_t blocks = length < 56 ? 1 : 2, h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  memcpy(block, text, length);
  block[length] = 0x80;
  block[blocks * 64 - 2] = (uint8_t)(length * 8 >> 8);
  block[blocks * 64 - 1] = (uint8_t)(length * 8);
  for (uint32_t b = 0; b < blocks; b++) {
    uint32_t w[80];
    for (int i = 0; i < 16; i++) {
      uint8_t *p = block + b * 64 + i * 4;
      w[i] = (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
    }
    for (int i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = h[0], c = h[1], d = h[2], e = h[3], f = h[4];
    for (int i = 0; i < 80; i++) {
      uint32_t mix = i < 20 ? ((c & d) | (~c & e)) + 0x5a827999
                   : i < 40 ? (c ^ d ^ e) + 0x6ed9eba1
                   : i < 60 ? ((c & d) | (c & e) | (d & e)) + 0x8f1bbcdc
                            : (c ^ d ^ e) + 0xca62c1d6;
      uint32_t next = rotate(a, 5) + mix + f + w[i];
      f = e, e = d, d = rotate(c, 30), c = a, a = next;
    }
    h[0] += a, h[1] += c, h[2] += d, h[3] += e, h[4] += f;
  }
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(h[i / 4] >> (24 - i % 4 * 8));
}

static void write_accept(const char *key, char accept[29]) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char text[64];
  uint8_t digest[21] = {0};
  memcpy(text, key, 24);
  memcpy(text + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
  sha1(text, 60, digest);
  for (int i = 0, o = 0; i < 21; i += 3) {
    uint32_t three = (uint32_t)digest[i] << 16 | digest[i + 1] << 8 | digest[i + 2];
    for (int s = 18; s >= 0; s -= 6) accept[o++] = letters[three >> s & 63];
  }
  accept[27] = '=';
  accept[28] = 0;
}

static int64_t shake_hands(connection *who, char *bytes, uint32_t length) {
  char *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (!end) return length < 8192 ? 0 : -1;
  *end = 0;
  char *key = strcasestr(bytes, "\r\nSec-WebSocket-Key: ");
  if (!key || end - key < 21 + 24) return -1;
  char accept[29], answer[256];
  write_accept(key + 21, accept);
  int written = snprintf(answer, sizeof answer,
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
  who->is_open = true;
  send_later(who, answer, (uint32_t)written);
  return end + 4 - bytes;
}

static void hang_up(connection *who) {
  forget(who);
  for (uint32_t i = 0; who->is_dirty && i < dirty_count; i++)
    if (dirty[i] == who) {
      dirty[i] = dirty[--dirty_count];
      break;
    }
  connections[who->fd] = NULL;
  close(who->fd);
  release(&who->carried);
  release(&who->waiting);
  free(who);
}

static void take_input(connection *who) {
  uint32_t carried = who->carried.length;
  if (carried > 0) {
    memcpy(input, who->carried.bytes, carried);
    release(&who->carried);
  }
  ssize_t got = recv(who->fd, input + carried, INPUT - carried, MSG_DONTWAIT);
  if (got <= 0) {
    if (got < 0 && errno == EAGAIN) got = 0;
    else {
      hang_up(who);
      return;
    }
  }
  uint32_t length = carried + (uint32_t)got;
  int64_t taken = who->is_open ? 0 : shake_hands(who, input, length);
  if (who->is_open && taken >= 0) {
    int64_t frames = take_frames(who, input + taken, length - (uint32_t)taken);
    taken = frames < 0 ? -1 : taken + frames;
  }
  if (taken < 0) {
    hang_up(who);
    return;
  }
  if (taken < length) append(&who->carried, input + taken, length - (uint32_t)taken);
}

static void accept_all(int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    if (fd >= HIGHEST_FD) {
      close(fd);
      continue;
    }
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connection *who = connections[fd] = must(calloc(1, sizeof(connection)));
    who->fd = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = who};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
  }
}

int main(int count, char **arguments) {
  int port = count == 2 ? atoi(arguments[1]) : 0;
  if (port <= 0 || port > 65535) {
    fprintf(stderr, "usage: limit PORT\n");
    return 2;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  if (listen(listener, 4096) < 0) die("listen");
  if ((epoll_fd = epoll_create1(EPOLL_CLOEXEC)) < 0) die("epoll_create1");
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &event);
  printf("listening on %d\n", port);
  fflush(stdout);

  static struct epoll_event events[EVENTS];
  while (true) {
    int ready = epoll_wait(epoll_fd, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      connection *who = events[i].data.ptr;
      if (!who)
        accept_all(listener);
      else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        int fd = who->fd;
        take_input(who);
        if (connections[fd] == who && events[i].events & EPOLLOUT) send_waiting(who);
      } else
        send_waiting(who);
    }
    end_turn();
  }
}
