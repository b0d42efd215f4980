# The server as an image: ./build.sh needs nothing of this. `docker build -t streaming-rooms .`
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# What packages are needed changes less often than the code, and its layer is kept.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Actors/*.csproj src/Actors/
COPY src/Redis/*.csproj src/Redis/
COPY src/Transport/*.csproj src/Transport/
COPY src/Node/*.csproj src/Node/
RUN dotnet restore src/Node --use-current-runtime
COPY .editorconfig LICENSE NOTICE THIRD-PARTY-NOTICES.md ./
COPY config config
COPY src src
RUN dotnet publish src/Node --no-restore --configuration Release --use-current-runtime --self-contained false --output /app \
    && cp LICENSE NOTICE THIRD-PARTY-NOTICES.md /app/

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# Any number will do, as long as it is not root's; nothing is written to disk.
USER 10001:10001
# All addresses in Development too: inside a container the loopback address is its own.
ENV ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://*:8080 \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
# The image has neither curl nor wget; the program asks itself.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["dotnet", "Streaming.Node.dll", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "Streaming.Node.dll"]
