"""Settings of a storage element. Every element is deployed with its own `.env`."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str
    jwt_public_key: SecretStr
    s3_secret_access_key: SecretStr
    storage_path: str = "/var/lib/artstore/storage_01"


settings = Settings()
