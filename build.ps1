# The verbs of build.sh, for Windows and wherever PowerShell 7 is. Only plain commands are called.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Set-Location $PSScriptRoot

$verb = if ($args.Count -gt 0) { $args[0] } else { '' }
$rest = @($args | Select-Object -Skip 1)
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

function Show-Usage {
    [Console]::Error.WriteLine(@'
usage: ./build.ps1 VERB [options]

  run  [options]                 one node on http://127.0.0.1:8080 (options go to the node); Ctrl-C stops it
  cluster [n] [options]          n nodes (3), Redis and nginx on this machine, one address; Ctrl-C stops them all
  test                           builds and runs every test; needs Node.js and chromium (or CHROMIUM)
  simulate [--seeds N --start S] random runs of the rooms on a simulated clock and network
  chaos [--minutes M --seed N]   real nodes and a real Redis, broken in every way while clients talk and check; on Linux
  chaos --measure takeover|handover  how long rooms stand still when their owner is killed, or leaves
  bench [micro|load|peers] [options]  the benchmarks, all kinds or one
  lint                           formatting, analyzers, and that the page's scripts are those of the client
  pack                           what a deployment needs, into artifacts/
'@)
}

function Invoke-Checked([string] $command, [string[]] $arguments) {
    & $command @arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Client([string[]] $arguments) {
    Push-Location clients/typescript
    try { Invoke-Checked npm $arguments } finally { Pop-Location }
}

function Invoke-Benchmark([string] $project, [string[]] $arguments) {
    Invoke-Checked dotnet (@('run', '--project', "benchmarks/$project", '--configuration', 'Release', '--verbosity', 'quiet', '--') + $arguments)
}

# On Linux: the load generator is made of its calls.
function Invoke-PeerBenchmark([string[]] $arguments) {
    Publish-Node
    $limit = Join-Path $artifacts 'limit'
    $servers = Join-Path $artifacts 'peer-servers'
    Invoke-Checked gcc @('-O2', '-o', $limit, 'benchmarks/Peers/Limit/limit.c')
    Push-Location benchmarks/Peers/Servers/NodeJs
    try { Invoke-Checked npm @('ci', '--no-audit', '--no-fund') } finally { Pop-Location }
    Invoke-Checked dotnet @(
        'publish', 'benchmarks/Peers/Servers/AspNetCore', '--configuration', 'Release', '--use-current-runtime', '--self-contained', 'false',
        '--output', $servers, '--verbosity', 'quiet')
    Invoke-Benchmark 'Peers' (@(
            '--node', (Join-Path $artifacts 'node/Streaming.Node.dll'), '--limit', $limit, '--node-js', 'benchmarks/Peers/Servers/NodeJs',
            '--asp-net-core', (Join-Path $servers 'Streaming.Benchmarks.PeerServers.dll'), '--out', $artifacts) + $arguments)
}

function Invoke-Tests {
    foreach ($program in 'dotnet', 'node', 'npm') {
        if (-not (Get-Command $program -ErrorAction SilentlyContinue)) { throw "the tests need $program" }
    }
    $results = Join-Path $artifacts 'tests'
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }
    New-Item -ItemType Directory -Force $results | Out-Null
    Invoke-Client @('ci', '--no-audit', '--no-fund')
    Invoke-Client @('run', 'check')
    Invoke-Client @('run', 'build')
    Invoke-Checked dotnet @('build', 'Akka.Streaming.sln', '--configuration', 'Release', '--verbosity', 'quiet')

    $passed = 0; $failed = 0; $skipped = 0
    Push-Location clients/typescript
    try { $clientOutput = @(& npm test 2>&1 | ForEach-Object { "$_" }); $clientExit = $LASTEXITCODE } finally { Pop-Location }
    $counts = @{ pass = 0; fail = 0; skipped = 0 }
    foreach ($line in $clientOutput) {
        if ($line -match '^\W* ?(pass|fail|skipped) (\d+)$') { $counts[$Matches[1]] = [int] $Matches[2] }
    }
    # No counts, none passed, or a failure that the counts do not show: the run itself broke.
    if ($counts.pass -eq 0 -or ($clientExit -ne 0 -and $counts.fail -eq 0)) { $counts.fail++ }
    if ($counts.fail -gt 0) { $clientOutput | Write-Output }
    Write-Output ('{0,-34} {1} passed, {2} failed' -f 'clients/typescript', $counts.pass, $counts.fail)
    $passed += $counts.pass; $failed += $counts.fail; $skipped += $counts.skipped

    foreach ($project in Get-ChildItem tests/*.Tests/*.csproj) {
        $name = $project.BaseName
        $output = @(& dotnet test $project.FullName --no-build --configuration Release --verbosity quiet `
            --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory $results `
            --blame-hang-timeout 8m --blame-hang-dump-type none 2>&1 | ForEach-Object { "$_" })
        $trx = Join-Path $results "$name.trx"
        $ok = 0; $bad = 0; $off = 0; $executed = 0
        if (Test-Path $trx) {
            $counters = ([xml](Get-Content -Raw $trx)).TestRun.ResultSummary.Counters
            $ok = [int] $counters.passed
            $executed = [int] $counters.executed
            $bad = $executed - $ok
            $off = [int] $counters.total - $executed
        }
        if ($bad -eq 0 -and ($executed -eq 0 -or $LASTEXITCODE -ne 0)) { $bad = 1 }
        if ($bad -gt 0) { $output | Write-Output }
        Write-Output ('{0,-34} {1} passed, {2} failed' -f $name, $ok, $bad)
        $passed += $ok; $failed += $bad; $skipped += $off
    }

    $note = if ($skipped -gt 0) { ", $skipped skipped" } else { '' }
    Write-Output "$passed passed, $failed failed$note"
    exit ([int] ($failed -gt 0))
}

function Get-FreePort {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    try { return $listener.LocalEndpoint.Port } finally { $listener.Stop() }
}

function Wait-Until([string] $name, $process, [string] $log, [string] $pattern) {
    for ($i = 0; $i -lt 300; $i++) {
        $found = if (Test-Path $log) { Select-String -Path $log -Pattern $pattern | Select-Object -First 1 }
        if ($found) { return $found.Matches[0].Value }
        if ($process.HasExited) { break }
        Start-Sleep -Milliseconds 100
    }
    throw "$name did not start; see $log"
}

# The program as it is deployed: compiled ahead, which a plain build is not.
function Publish-Node {
    Invoke-Checked dotnet @('publish', 'src/Node', '--configuration', 'Release', '--use-current-runtime', '--self-contained', 'false', '--output', (Join-Path $artifacts 'node'), '--verbosity', 'quiet')
}

function Start-Cluster([string[]] $arguments) {
    $count = 3
    if ($arguments.Count -gt 0 -and $arguments[0] -match '^\d+$') {
        $count = [int] $arguments[0]
        $arguments = @($arguments | Select-Object -Skip 1)
    }
    foreach ($program in 'dotnet', 'redis-server', 'nginx') {
        if (-not (Get-Command $program -ErrorAction SilentlyContinue)) {
            throw "a cluster on this machine needs $program; docker-compose.yml needs Docker only"
        }
    }
    $folder = Join-Path $artifacts 'cluster'
    if (Test-Path $folder) { Remove-Item -Recurse -Force $folder }
    New-Item -ItemType Directory -Force (Join-Path $folder 'redis') | Out-Null
    Publish-Node
    if (-not $env:ASPNETCORE_ENVIRONMENT) { $env:ASPNETCORE_ENVIRONMENT = 'Development' }
    $env:Streaming__Limits__TrustedProxies = '127.0.0.1'

    $programs = [ordered] @{}
    function Start-Program([string] $name, [string] $file, [string[]] $options) {
        $programs[$name] = Start-Process $file $options -PassThru -NoNewWindow -WorkingDirectory $PSScriptRoot `
            -RedirectStandardOutput (Join-Path $folder "$name.log") -RedirectStandardError (Join-Path $folder "$name.err.log")
    }

    try {
        $redisPort = Get-FreePort
        Start-Program 'redis' 'redis-server' @('--bind', '127.0.0.1', '--port', "$redisPort", '--dir', (Join-Path $folder 'redis'), '--appendonly', 'yes', '--maxmemory-policy', 'noeviction')
        Wait-Until 'redis' $programs['redis'] (Join-Path $folder 'redis.log') 'Ready to accept connections' | Out-Null
        $env:REDIS_URL = "redis://127.0.0.1:$redisPort"
        $names = 1..$count | ForEach-Object { "node$_" }
        foreach ($name in $names) {
            $env:NODE_ID = $name
            Start-Program $name 'dotnet' (@((Join-Path $artifacts 'node/Streaming.Node.dll'), '--urls', 'http://127.0.0.1:0') + $arguments)
        }
        $servers = foreach ($name in $names) {
            $url = Wait-Until $name $programs[$name] (Join-Path $folder "$name.log") 'http://127\.0\.0\.1:\d+'
            Write-Host ('{0,-7} {1}' -f $name, $url)
            "        server $($url.Substring(7)) max_fails=0;"
        }
        $port = if ($env:PORT) { $env:PORT } else { Get-FreePort }
        $lines = Get-Content deploy/nginx/nginx.conf | Where-Object { $_ -notmatch 'server node\d' } | ForEach-Object {
            $_.Replace('listen 8080;', "listen 127.0.0.1:$port;").Replace('/tmp/', "$($folder.Replace('\', '/'))/")
            if ($_ -match '# begin nodes') { $servers }
        }
        $configuration = Join-Path $folder 'nginx.conf'
        Set-Content $configuration $lines
        Start-Program 'nginx' 'nginx' @('-p', $folder, '-c', $configuration, '-g', '"daemon off; pid nginx.pid;"')
        Write-Host "http://127.0.0.1:$port  (Ctrl-C stops all)"
        while ($true) {
            foreach ($name in @($programs.Keys)) {
                if ($programs[$name].HasExited) {
                    Write-Host "$name ended with $($programs[$name].ExitCode); see $folder"
                    $programs.Remove($name)
                }
            }
            Start-Sleep -Milliseconds 500
        }
    }
    finally {
        # Nodes first: they still need Redis to say goodbye.
        foreach ($prefix in 'node', 'nginx', 'redis') {
            foreach ($name in @($programs.Keys) -like "$prefix*") {
                $process = $programs[$name]
                if ($process.HasExited) { continue }
                if ($IsWindows) { $process.Kill($true) } else { & kill -TERM $process.Id }
                $process.WaitForExit(40000) | Out-Null
            }
        }
    }
}

switch -CaseSensitive ($verb) {
    'cluster' { Start-Cluster $rest }
    'run' {
        if (-not $env:ASPNETCORE_ENVIRONMENT) { $env:ASPNETCORE_ENVIRONMENT = 'Development' }
        Invoke-Checked dotnet @('build', 'src/Node', '--configuration', 'Release', '--verbosity', 'quiet')
        Invoke-Checked dotnet (@('src/Node/bin/Release/net10.0/Streaming.Node.dll') + $rest)
    }
    'test' { Invoke-Tests }
    'simulate' {
        Invoke-Checked dotnet (@('run', '--project', 'tests/Simulation', '--configuration', 'Release', '--verbosity', 'quiet', '--') + $rest)
    }
    'chaos' {
        Publish-Node
        Invoke-Checked dotnet @('build', 'tests/Chaos', '--configuration', 'Release', '--verbosity', 'quiet')
        Invoke-Checked dotnet (@('tests/Chaos/bin/Release/net10.0/Streaming.Chaos.dll', '--node', (Join-Path $artifacts 'node/Streaming.Node.dll')) + $rest)
    }
    'bench' {
        $kind = if ($rest.Count -gt 0) { $rest[0] } else { '' }
        $options = @($rest | Select-Object -Skip 1)
        switch -CaseSensitive ($kind) {
            'micro' { Invoke-Benchmark 'Micro' $options }
            'load' { Invoke-Benchmark 'Load' $options }
            'peers' { Invoke-PeerBenchmark $options }
            '' { Invoke-Benchmark 'Micro' @('--filter', '*'); Invoke-Benchmark 'Load' @(); Invoke-PeerBenchmark @() }
            default { Show-Usage; exit 2 }
        }
    }
    'lint' {
        Invoke-Checked dotnet @('format', 'Akka.Streaming.sln', '--verify-no-changes')
        Invoke-Checked dotnet @('build', 'Akka.Streaming.sln', '--configuration', 'Release', '--verbosity', 'quiet')
        Invoke-Client @('ci', '--no-audit', '--no-fund')
        Invoke-Client @('run', 'lint')
        Invoke-Client @('run', 'check')
    }
    'pack' {
        Publish-Node
        Invoke-Checked dotnet @('publish', 'src/Cli', '--configuration', 'Release', '--output', (Join-Path $artifacts 'streamctl'), '--verbosity', 'quiet')
        Invoke-Client @('ci', '--no-audit', '--no-fund')
        Invoke-Client @('run', 'build')
        Invoke-Client @('pack', '--pack-destination', $artifacts)
    }
    default { Show-Usage; exit 2 }
}
