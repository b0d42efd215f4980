using BenchmarkDotNet.Running;
using Streaming.Benchmarks.Micro;

BenchmarkSwitcher.FromAssembly(typeof(QuickConfig).Assembly).Run(args, new QuickConfig());
