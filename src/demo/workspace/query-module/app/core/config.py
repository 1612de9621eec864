"""Settings of the query module. Every secret must be in the environment."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str
    jwt_public_key: SecretStr
    cache_ttl_seconds: int = 300


settings = Settings()
