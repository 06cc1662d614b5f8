FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY server server
COPY scenarios scenarios
COPY rubrics rubrics
COPY catalogue catalogue
COPY lexicons lexicons
COPY prompts prompts
COPY web web
COPY transcripts transcripts
RUN pip install --no-cache-dir -c constraints.txt -e . && useradd --create-home entretien && mkdir data && chown entretien data
USER entretien
VOLUME /app/data
EXPOSE 8000
CMD ["entretien", "serve", "--host", "0.0.0.0"]
