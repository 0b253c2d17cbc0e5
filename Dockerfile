# syntax=docker/dockerfile:1
# One static binary and nothing else: no shell, no package manager, no root.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# The same build that a test makes and starts.
RUN make build BOT=/out/bot
# An empty folder that the bot's user owns, for the volume.
RUN mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
# Also compiled in (timetzdata); kept here so that it can be replaced by a newer one.
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /out/bot /bot
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
WORKDIR /data
VOLUME /data
# Inside a container loopback would be nobody's.
ENV RAPPORT_ADDR=:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/bot", "healthcheck"]
ENTRYPOINT ["/bot"]
CMD ["serve"]
